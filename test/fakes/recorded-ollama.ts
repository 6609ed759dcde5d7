import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Reply } from './scripted-server.ts';

const Recorded = z.object({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.unknown().optional(),
  lines: z.array(z.unknown()).optional(),
});

/** An answer of a real Ollama, from test/fixtures/ollama. */
export function recordedOllama(name: string): Reply {
  const file = new URL(`../fixtures/ollama/${name}.json`, import.meta.url);
  const { lines, ...rest } = Recorded.parse(JSON.parse(readFileSync(file, 'utf8')));
  return lines ? { ...rest, lines } : rest;
}
