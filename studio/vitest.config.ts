import path from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineProject } from 'vitest/config';

export default defineProject({
  plugins: [vue()],
  resolve: { alias: { '@': path.resolve(import.meta.dirname, 'src') } },
  test: {
    name: 'studio',
    pool: 'forks',
    // A page of its own for each file takes six times as long as all their tests.
    isolate: false,
    // As many as of the other projects, or they could not run beside one another.
    maxWorkers: 2,
    environment: 'happy-dom',
    include: ['{src,test}/**/*.test.ts'],
    // Its modules import style sheets, which only Vite can read.
    server: { deps: { inline: ['element-plus'] } },
    testTimeout: 20_000,
  },
});
