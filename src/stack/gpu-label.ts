/** `NVIDIA TITAN V (12 GiB)`; without memory where it is not known. */
export function gpuLabel(name: string, memory: number): string {
  return memory > 0 ? `${name} (${Math.round(memory / 2 ** 30)} GiB)` : name;
}
