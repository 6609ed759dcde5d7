import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

declare const GECKO_BUILD: string | undefined;

/** Programs that a backend runs beside itself: the inference of embeddings in a thread, parsers and the language model in processes. */
export type ProgramName = 'worker-embed' | 'prepare' | 'worker-prepare' | 'llama';

/**
 * File of such a program. Built code lies flat in dist/ with the programs beside it, named after the
 * build: where gecko was replaced under a running daemon, the file is not there, rather than another
 * one. Source under test uses the programs of the last build.
 */
export function programFile(name: ProgramName): string {
  if (typeof GECKO_BUILD === 'string')
    return fileURLToPath(new URL(`./${name}.${GECKO_BUILD}.js`, import.meta.url));
  const dist = fileURLToPath(new URL('../../../dist/', import.meta.url));
  const file = readdirSync(dist).find((one) => one.startsWith(`${name}.`));
  return `${dist}${file ?? `${name}.js`}`;
}
