import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/** What runs in a browser. */
const stories = ['studio/stories/**/*.story.test.ts', 'core/testing/story.test.ts'] as const;

/** Tests that may use a database get a PostgreSQL of their own for the run; see core/testing. */
function serverProject(name: string, include: string[]): TestProjectInlineConfiguration {
  return {
    test: {
      name,
      include,
      exclude: ['**/node_modules/**', stories[1]],
      pool: 'forks',
      // What isolated-vm needs; worker threads refuse the flag, hence forks.
      execArgv: ['--no-node-snapshot'],
      globalSetup: ['core/testing/global-setup.ts'],
      testTimeout: 30_000,
      hookTimeout: 60_000,
    },
  };
}

/** The tests of every package, in one run. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    passWithNoTests: true,
    projects: [
      { test: { name: 'sdk', include: ['sdk/{src,test}/**/*.test.ts'], pool: 'forks', testTimeout: 20_000 } },
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
        },
      },
    ],
  },
});
