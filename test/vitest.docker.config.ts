import { defineConfig } from 'vitest/config';

/** Tests of a real container engine, the one of GECKO_TEST_ENGINE: see test/engine/launch.mjs. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['{src,services,test}/**/*.docker.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    // What a program said belongs in the one line that a failure has.
    chaiConfig: { truncateThreshold: 2_000 },
    // An engine that is broken fails them all, each after its time limit.
    bail: 12,
  },
});
