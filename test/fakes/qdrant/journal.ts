import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Entry = z.object({
  method: z.string(),
  path: z.string(),
  body: z.record(z.string(), z.unknown()),
});
type Entry = z.infer<typeof Entry>;

/** The stand-in's disk: every request that changed something, one a line, done again at the next start. */
export interface Journal {
  /** @throws the system's error; then nothing of it is kept */
  append(entry: Entry): void;
  /** Does all that is kept once more. */
  replay(): void;
}

/** @param folder absent: nothing is kept */
export function openJournal(folder: string | undefined, replay: (entry: Entry) => void): Journal {
  if (folder === undefined) return { append: () => {}, replay: () => {} };
  // What the real one's storage is known by.
  for (const name of ['collections', 'aliases']) mkdirSync(join(folder, name), { recursive: true });
  for (const name of ['raft_state.json', 'aliases/data.json'])
    if (!existsSync(join(folder, name))) writeFileSync(join(folder, name), '{}');
  const file = join(folder, 'requests.ndjson');
  appendFileSync(file, '');
  const text = readFileSync(file, 'utf8');
  // A line without its end was cut off by a kill; nobody was told that it was done.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  truncateSync(file, Buffer.byteLength(whole));
  const replayAll = () => {
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    for (const line of lines) replay(Entry.parse(JSON.parse(line)));
  };
  replayAll();
  let bytes = Buffer.byteLength(whole);
  return {
    append(entry) {
      const line = `${JSON.stringify(entry)}\n`;
      try {
        appendFileSync(file, line);
      } catch (error) {
        truncateSync(file, bytes);
        throw error;
      }
      bytes += Buffer.byteLength(line);
    },
    replay: replayAll,
  };
}
