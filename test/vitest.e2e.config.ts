import { defineConfig } from 'vitest/config';

/** The built CLI as a user runs it: HOME and GECKO_HOME temporary, ports random, one file at a time. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['{src,services,test}/**/*.e2e.test.ts'],
    // The page is a suite of its own: vitest.web.config.ts.
    exclude: ['test/e2e/page*', 'test/e2e/own-front-end*'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    fileParallelism: false,
    // What a program said belongs in the one line that a failure has.
    chaiConfig: { truncateThreshold: 2_000 },
  },
});
