import type { Exec } from '../../clients/exec.ts';
import { GeckoError } from '../../errors.ts';

/** Bytes that are free in each NVIDIA card of this machine, by uuid and by index; empty where nobody says. */
export async function freeGpuMemory(
  exec: Exec,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  try {
    const { exitCode, stdout } = await exec.run(
      'nvidia-smi',
      ['--query-gpu=uuid,index,memory.free', '--format=csv,noheader,nounits'],
      { timeoutMs: 5_000, signal, env: { LC_ALL: 'C' } },
    );
    return new Map(exitCode === 0 ? stdout.split('\n').flatMap(entries) : []);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof GeckoError) return new Map();
    throw error;
  }
}

function entries(line: string): [string, number][] {
  const [uuid = '', index = '', mebibytes = ''] = line.split(',').map((part) => part.trim());
  const bytes = Number(mebibytes) * 2 ** 20;
  return Number.isFinite(bytes) && bytes > 0
    ? [
        [uuid, bytes],
        [index, bytes],
      ]
    : [];
}
