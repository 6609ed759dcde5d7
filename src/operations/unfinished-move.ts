import { existsSync, rmSync } from 'node:fs';
import { exitCodes, GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { writeAtomic } from '../state/atomic-file.ts';

const moveIsOpen = 'A move of this project into containers was begun and not ended';
const endsMove =
  '`gecko up --runtime docker` ends it; `gecko down --runtime docker` takes back what it has made. The corpus is where it was.';

/** A mark that stays where the process is killed before the move has ended, one way or the other. */
export async function withMoveMark<T>({ paths }: Pick<Runtime, 'paths'>, move: () => Promise<T>) {
  await writeAtomic(paths.project.move, '');
  try {
    return await move();
  } finally {
    rmSync(paths.project.move, { force: true });
  }
}

export function warnOfMove(runtime: Pick<Runtime, 'paths' | 'ui'>): void {
  if (isMoveOpen(runtime))
    runtime.ui.event({ type: 'warning', text: `${moveIsOpen}. ${endsMove}` });
}

function isMoveOpen({ paths }: Pick<Runtime, 'paths'>): boolean {
  return existsSync(paths.project.move);
}

/** Why the embedded services do not start: where a killed move has left containers, those have the ports. */
export function startFailure(error: unknown, runtime: Pick<Runtime, 'paths'>): unknown {
  if (!(error instanceof GeckoError) || error.code !== 'PORT_TAKEN' || !isMoveOpen(runtime))
    return error;
  return new GeckoError('MOVE_UNFINISHED', `${moveIsOpen}: ${error.message}`, {
    exitCode: exitCodes.conflict,
    hint: endsMove,
    details: error.details,
    cause: error,
  });
}

/** Once the embedded services have their ports, nothing of it is in the way. */
export function forgetMove({ paths }: Pick<Runtime, 'paths'>): void {
  rmSync(paths.project.move, { force: true });
}
