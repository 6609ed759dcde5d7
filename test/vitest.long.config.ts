import { defineConfig } from 'vitest/config';

/** What takes longer than a change's check: fuzzing and kill points, many of them. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: [
      'services/core/src/documents/mutated.real.test.ts',
      'test/e2e/kill-points.e2e.test.ts',
    ],
    env: { GECKO_TEST_MUTATIONS: '10000', GECKO_TEST_KILLS: '500' },
    testTimeout: 3_600_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});
