import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts'],
    testTimeout: 60_000,
    // Statistical tests keep both cores busy on their own; more threads would only make them wait.
    maxWorkers: 2,
  },
});
