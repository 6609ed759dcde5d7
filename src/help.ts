import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandHelp, rootHelp } from './command-help.ts';
import { loadSpecs } from './command-specs.ts';
import { composeCommands, composeHabits } from './commands/compose-habits.ts';
import { keys } from './config/keys.ts';
import { errorCodes } from './error-codes.ts';
import { manPages } from './man-pages.ts';
import { commandsReference, composeReference, configurationReference } from './reference.ts';
import { troubleshootingPage } from './troubleshooting.ts';
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

async function writeManPages(dist: string): Promise<void> {
  const folder = join(dist, 'man');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of manPages(await loadSpecs(), version))
    writeFileSync(join(folder, name), text);
}

/** Writes the reference pages of the documentation into a folder, and troubleshooting.md beside it: `npm run docs`. */
async function writeReference(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'commands.md'), commandsReference(await loadSpecs()));
  writeFileSync(join(folder, 'configuration.md'), configurationReference(keys));
  writeFileSync(join(folder, 'compose.md'), composeReference(composeHabits, composeCommands));
  const { checks } = await import('./operations/doctor/checks.ts');
  const page = troubleshootingPage(errorCodes, checks);
  writeFileSync(join(folder, '..', 'troubleshooting.md'), page);
}

const [what, folder] = process.argv.slice(2);
if (what === 'help' && folder) {
  await writeHelp(folder);
  await writeManPages(folder);
} else if (what === 'reference' && folder) await writeReference(folder);
else throw new Error('usage: node help.js help DIST | reference FOLDER');
