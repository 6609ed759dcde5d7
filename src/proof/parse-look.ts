import type { ExecResult } from '../clients/exec.ts';
import type { ContainerLook } from './signals.ts';

/**
 * What a program in Ollama's container said of the card: nvidia-smi, or for AMD one that opens the nodes
 * for writing. `Failed to initialize NVML: Unknown Error` is a device that was there and was taken away
 * (NVIDIA/nvidia-container-toolkit issue 48); so is one that cgroups forbid, `Operation not permitted`.
 */
export function parseLook({ exitCode, stdout, stderr }: ExecResult): ContainerLook {
  const all = `${stderr}\n${stdout}`;
  const said =
    all
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? `exit code ${exitCode}`;
  if (/version mismatch|communicate with the NVIDIA driver/i.test(all))
    return { state: 'driver', said };
  if (/initialize NVML|GPU is lost|unknown error|operation not permitted/i.test(all))
    return { state: 'lost', said };
  if (exitCode === 0) return { state: 'open' };
  if (/permission denied|insufficient permissions/i.test(all)) return { state: 'closed', said };
  return { state: 'absent', said };
}
