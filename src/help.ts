import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandHelp, rootHelp } from './command-help.ts';
import { loadSpecs } from './command-specs.ts';
import { version } from './version.ts';

/**
 * Build step: writes every help text under DIST/help, so that `gecko --help` reads one small file
 * and loads nothing. A file a command: `corpus.txt`, `corpus.list.txt`; `gecko.txt` is the root's.
 */
async function writeHelp(dist: string): Promise<void> {
  const folder = join(dist, 'help');
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(folder, `${name}.txt`), text);
  const list = await loadSpecs();
  write('gecko', rootHelp(list, version));
  write('version', `${version}\n`);
  for (const { name, aliases = [], spec } of list) {
    for (const called of [name, ...aliases]) write(called, commandHelp([spec]));
    for (const inner of spec.subcommands ?? [])
      write(`${name}.${inner.name}`, commandHelp([spec, inner]));
  }
}

const [dist] = process.argv.slice(2);
if (dist === undefined) throw new Error('usage: node help.js DIST');
await writeHelp(dist);
