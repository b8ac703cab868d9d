import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/** What runs in a browser. */
const stories = ['studio/stories/**/*.story.test.ts', 'core/testing/story.test.ts'] as const;

/** What is waited for comes when the machine gets to it; the default second is too short for a busy one. */
const patience = { poll: { timeout: 20_000 } };

/** Tests of what only a server has. */
function serverProject(name: string, include: string[]): TestProjectInlineConfiguration {
  return {
    test: {
      name,
      include,
      exclude: ['**/node_modules/**', stories[1]],
      pool: 'forks',
      // What isolated-vm needs; worker threads refuse the flag, hence forks.
      execArgv: ['--no-node-snapshot'],
      // The product's modules are loaded once and not for each file; what a file opens is closed after it.
      isolate: false,
      setupFiles: ['core/testing/close-after-file.ts'],
      testTimeout: 60_000,
      hookTimeout: 120_000,
      expect: patience,
    },
  };
}

/** The tests of every package, in one run. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    passWithNoTests: true,
    // One PostgreSQL for all who want a database; see core/testing.
    globalSetup: ['core/testing/global-setup.ts'],
    projects: [
      {
        test: {
          name: 'sdk',
          include: ['sdk/{src,test}/**/*.test.ts'],
          pool: 'forks',
          // Pure functions: to load them anew for each file took a third of the time.
          isolate: false,
          testTimeout: 60_000,
          expect: patience,
        },
      },
      serverProject('core', ['core/{src,test,testing}/**/*.test.ts', 'scripts/**/*.test.ts']),
      'studio/vitest.config.ts',
      // The packs' own tests are run as any author runs his; see core/test/packs-alone.test.ts.
      serverProject('plugins', ['plugins/*/src/**/*.test.ts']),
      serverProject('examples', ['examples/**/*.test.ts']),
      {
        test: {
          name: 'stories',
          include: [...stories],
          pool: 'forks',
          // Beside one another: alone, a story leaves a fifth of two cores idle.
          testTimeout: 120_000,
          hookTimeout: 180_000,
          expect: patience,
        },
      },
    ],
  },
});
