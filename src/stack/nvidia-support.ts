import type { NvidiaGpu } from '../host/parse-nvidia-smi.ts';

/** Ollama's own limits (its docs/gpu.mdx): major versions of the driver, compute capabilities. */
const oldestDriver = 550;
const oldestDriverOfOldCards = 570;
const oldestCapability = 5.0;
const firstNewCapability = 7.0;

/** Why Ollama does not run on a card, with what mends it if anything does; null where it runs. */
export function nvidiaUnsupported(gpu: NvidiaGpu): { reason: string; mend: string | null } | null {
  const capability = Number(gpu.computeCapability ?? firstNewCapability);
  if (capability < oldestCapability) {
    return {
      reason: `${gpu.name} is too old for Ollama: compute capability ${gpu.computeCapability}, and 5.0 is needed`,
      mend: null,
    };
  }
  const needed = capability < firstNewCapability ? oldestDriverOfOldCards : oldestDriver;
  const driver = Number.parseInt(gpu.driver ?? '', 10);
  if (driver < needed) {
    return {
      reason: `The NVIDIA driver ${gpu.driver} is too old for Ollama on ${gpu.name}: ${needed} or newer is needed`,
      mend: `Install the NVIDIA driver ${needed} or newer (Ubuntu: sudo ubuntu-drivers install)`,
    };
  }
  return null;
}
