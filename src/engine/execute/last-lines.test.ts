import { expect, it } from 'vitest';
import type { Engine } from '../engine.ts';
import { lastWords } from './last-lines.ts';

function saying(...lines: string[]): Pick<Engine, 'logs'> {
  return {
    async *logs(_container, { tail }) {
      for (const text of lines.slice(-(tail ?? lines.length))) yield { text } as never;
    },
  };
}

const { signal } = new AbortController();

/** Qdrant 1.18.3 on a log of writes that it cannot read, shortened. */
const panic = [
  'INFO qdrant: Qdrant HTTP listening on 6333',
  'thread panicked at lib/collection/src/shards/replica_set/mod.rs:312:',
  ...Array.from({ length: 39 }, (_, n) => `${String(n + 1).padStart(6)}: <unknown>`),
  '             at ./src/main.rs:12:5',
  '  ',
  "ERROR qdrant::startup: Panic occurred: Can't init WAL",
];

it('says what a program said, without its backtrace', async () => {
  expect(await lastWords(saying(...panic), 'c', 2, signal)).toEqual([panic[1], panic.at(-1)]);
  const node = ['TypeError: x is not a function', '    at main (file:///server.mjs:3:1)', ''];
  expect(await lastWords(saying(...node), 'c', 5, signal)).toEqual([node[0]]);
});

it('keeps lines that only look like it', async () => {
  const lines = ['at 12:00 it began', '3: the third', 'ready'];
  expect(await lastWords(saying(...lines), 'c', 5, signal)).toEqual(lines);
});
