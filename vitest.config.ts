import { configDefaults, defineConfig } from 'vitest/config';

/** What these look at is which modules a fresh process loads, or how much memory one takes at most. */
const needsFreshProcess = [
  'test/tracing/off-by-default.test.ts',
  'test/models/chat/lazy-imports.test.ts',
  'test/ingest/ingest-large-file.test.ts',
];

const common = { testTimeout: 30_000, hookTimeout: 60_000, pool: 'forks' as const };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...common,
          name: 'docent',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...needsFreshProcess],
          // LanceDB, onnxruntime and the extractors are loaded once in each worker, not once in each of 200 files: a minute.
          isolate: false,
        },
      },
      { test: { ...common, name: 'fresh process', include: needsFreshProcess } },
    ],
  },
});
