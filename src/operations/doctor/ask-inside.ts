import type { Engine } from '../../engine/engine.ts';
import { GeckoError } from '../../errors.ts';

/**
 * Runs a script of Node.js in a container that has it and gives what its function `look` comes to, by way
 * of JSON; null where it could not be run.
 * @param words arguments of `look`
 */
export async function askInside(
  engine: Engine,
  container: string,
  { script, words }: { script: string; words: readonly string[] },
  signal: AbortSignal,
): Promise<unknown> {
  let said = '';
  const end = `look(...process.argv.slice(1)).then((answer) =>
    require('node:fs').writeSync(1, JSON.stringify(answer)))`;
  const run = engine.exec(container, {
    command: ['node', '-e', `${script}\n${end}`, ...words],
    onOutput: (stream, bytes) => {
      if (stream === 'stdout') said += bytes;
    },
    signal,
  });
  const exitCode = await run.catch((error: unknown) => {
    if (error instanceof GeckoError && error.code === 'PROGRAM_MISSING') return 127;
    throw error;
  });
  if (exitCode !== 0) return null;
  try {
    return JSON.parse(said);
  } catch {
    // Something else printed into it.
    return null;
  }
}
