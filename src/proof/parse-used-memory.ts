import type { ExecResult } from '../clients/exec.ts';
import type { Absence } from './signals.ts';

/**
 * Memory in use, of all cards together: one number a line, of `nvidia-smi --query-gpu=memory.used`, or of
 * the files mem_info_vram_used and mem_info_gtt_used that amdgpu has in sysfs.
 *
 * @param unit bytes of one in the output
 */
export function parseUsedMemory(
  { stdout, stderr }: Pick<ExecResult, 'stdout' | 'stderr'>,
  unit: number,
): { bytes: number } | Absence {
  const lines = stdout.split('\n').map((line) => line.trim());
  const numbers = lines.filter((line) => /^\d+$/.test(line)).map(Number);
  if (numbers.length > 0) return { bytes: numbers.reduce((sum, one) => sum + one, 0) * unit };
  const said = [...stderr.split('\n'), ...lines].find((line) => line.trim() !== '');
  return {
    absence: said === undefined ? 'nothing tells it' : `it cannot be read (${said.trim()})`,
  };
}
