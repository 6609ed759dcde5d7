import { defineConfig } from 'vitest/config';

/** The page in a real browser, against the built program: one file at a time. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/e2e/{page,own-front-end}*.e2e.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    fileParallelism: false,
    // What a program said belongs in the one line that a failure has.
    chaiConfig: { truncateThreshold: 2_000 },
  },
});
