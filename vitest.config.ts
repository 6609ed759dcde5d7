import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'services/**/*.test.ts', 'test/**/*.test.ts', 'web/**/*.test.ts'],
    exclude: [
      '**/node_modules/**',
      '**/dist/**',
      '**/*.e2e.test.ts',
      '**/*.real.test.ts',
      '**/*.docker.test.ts',
    ],
    testTimeout: 20_000,
  },
});
