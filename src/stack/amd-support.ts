/** Targets that the ROCm build of Ollama carries (its docs/gpu.mdx). */
const supported: ReadonlySet<string> = new Set([
  'gfx908',
  'gfx90a',
  'gfx942',
  'gfx950',
  'gfx1030',
  'gfx1100',
  'gfx1101',
  'gfx1102',
  'gfx1150',
  'gfx1151',
  'gfx1200',
  'gfx1201',
]);

/** Whether Ollama runs on an AMD GPU. @param gfx null where the kernel does not tell */
export function isAmdSupported(gfx: string | null): boolean {
  return gfx !== null && supported.has(gfx);
}
