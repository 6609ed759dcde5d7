import type { Readable } from 'node:stream';
import type { Environment } from '../config/load.ts';

/** A stream as gecko needs it; process.stdout and process.stderr are such. */
export interface Output {
  write(data: string | Uint8Array): unknown;
  isTTY?: boolean;
  columns?: number;
  rows?: number;
  on?(event: 'resize', listener: () => void): unknown;
  off?(event: 'resize', listener: () => void): unknown;
}

/** Standard input as gecko needs it. */
export type Input = Readable & { isTTY?: boolean; setRawMode?(raw: boolean): unknown };

/** NO_COLOR (no-color.org) and FORCE_COLOR, else whether it is a terminal that is not dumb. */
export function hasColor(output: Output, env: Environment): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return canRedraw(output, env);
}

/** A terminal that understands cursor movement. */
export function canRedraw(output: Output, env: Environment): boolean {
  return output.isTTY === true && env.TERM !== 'dumb';
}

/** By the locale, as POSIX has it; Windows Terminal says so itself. */
export function hasUnicode(env: Environment, platform: string): boolean {
  if (env.TERM === 'dumb' || env.TERM === 'linux') return false;
  if (platform === 'win32') return Boolean(env.WT_SESSION ?? env.TERM_PROGRAM);
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return platform === 'darwin' || /utf-?8/i.test(locale);
}

/** Columns to use; a terminal that does not know its own counts as 80 wide. */
export function columnsOf(output: Output): number {
  return output.columns && output.columns > 0 ? output.columns : 80;
}
