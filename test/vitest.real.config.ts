import { defineConfig } from 'vitest/config';

/** Tests that need the built dist/ or the real weights (GECKO_TEST_WEIGHTS). */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['{src,services,test}/**/*.real.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});
