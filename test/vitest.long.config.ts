import { defineConfig } from 'vitest/config';

/** What takes longer than a change's check: fuzzing, kill points, files and waits, more of each. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: [
      'services/core/src/documents/mutated.real.test.ts',
      'src/stack/door/door-traffic.real.test.ts',
      'test/e2e/large.e2e.test.ts',
      'test/e2e/kill-points.e2e.test.ts',
      'test/e2e/kill-points-stack.e2e.test.ts',
      'test/e2e/kill-points-backup.e2e.test.ts',
    ],
    env: {
      GECKO_TEST_MUTATIONS: '10000',
      GECKO_TEST_KILLS: '500',
      GECKO_TEST_FILES: '100000',
      // Longer than fetch by itself waits for headers.
      GECKO_TEST_SILENCE_MS: '310000',
    },
    testTimeout: 3_600_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});
