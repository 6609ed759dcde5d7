import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gecko/core/clock';
import { openLanceStore } from '@gecko/core/store/lance/lance-store';
import { createRandomCorpus, randomFingerprint } from '../test/fixtures/random-corpus.ts';
import { median, report } from './parts/report.ts';

/**
 * Many small commits, one document of one chunk each: a hundred of them at the end against a hundred
 * near the beginning, by their median, and by their mean, in which is the compaction after a hundred.
 *
 * Arguments: commits (default 10100).
 */
const count = Number(process.argv[2] ?? 10_100);
const folder = mkdtempSync(join(tmpdir(), 'gecko-bench-'));
const store = await openLanceStore({ folder, clock: systemClock, log: () => {} });
try {
  const corpus = createRandomCorpus(5);
  const live = await store.create('corpus', randomFingerprint);
  await store.switch('corpus', 1);
  const times: number[] = [];
  const started = performance.now();
  for (let i = 0; i < count; i += 1) {
    const document = corpus.document(i, 1);
    const before = performance.now();
    await live.commit([document]);
    times.push(performance.now() - before);
  }
  const all = (performance.now() - started) / 1_000;
  const early = times.slice(50, 150);
  const late = times.slice(-100);
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  console.log(
    `${count} commits in ${all.toFixed(0)} s; median ${median(early).toFixed(1)} ms around the 100th, ${median(late).toFixed(1)} ms at the end; mean ${mean(early).toFixed(1)} and ${mean(late).toFixed(1)} ms; longest ${Math.max(...times).toFixed(0)} ms`,
  );
  report(
    'a small commit at the end against the 100th',
    median(late) / median(early),
    'at most',
    1.5,
  );
  report('with its share of compaction', mean(late) / mean(early), 'at most', 1.5);
} finally {
  await store.close();
  rmSync(folder, { recursive: true });
}
