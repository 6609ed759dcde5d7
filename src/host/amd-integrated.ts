/**
 * Targets that exist as part of a processor only: they share its memory. From LLVM's list of AMDGPU
 * processors (docs/AMDGPUUsage, column "Architecture Type": APU). gfx942 is both (MI300A, MI300X).
 */
const integrated: ReadonlySet<string> = new Set([
  'gfx902',
  'gfx909',
  'gfx90c',
  'gfx1013',
  'gfx1033',
  'gfx1035',
  'gfx1036',
  'gfx1103',
  'gfx1150',
  'gfx1151',
  'gfx1152',
  'gfx1153',
]);

/** Whether a GPU is part of a processor (APU). */
export function isIntegratedAmd(gfx: string): boolean {
  return integrated.has(gfx);
}
