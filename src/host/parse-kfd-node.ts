/** One node of the kernel's compute topology (KFD). */
export interface KfdNode {
  /** Processing units; 0 for a processor. */
  simdCount: number;
  cpuCores: number;
  /** `gfx1100`; null for a processor, and for kernels that do not tell. */
  gfx: string | null;
  /** Number of its /dev/dri/renderD; null where there is none. */
  renderMinor: number | null;
}

/** A file `properties` of /sys/class/kfd/kfd/topology/nodes/N: lines of name and number. */
export function parseKfdNode(properties: string): KfdNode {
  const numbers = parseKfdNumbers(properties);
  const of = (name: string) => numbers.get(name) ?? 0;
  return {
    simdCount: of('simd_count'),
    cpuCores: of('cpu_cores_count'),
    gfx: gfxName(of('gfx_target_version')),
    renderMinor: of('drm_render_minor') || null,
  };
}

export function parseKfdNumbers(properties: string): ReadonlyMap<string, number> {
  return new Map(
    [...properties.matchAll(/^\s*(\w+)\s+(\d+)\s*$/gm)].map(([, name = '', value]) => [
      name,
      Number(value),
    ]),
  );
}

/** 110000 → gfx1100, 90010 → gfx90a: major in decimals, minor and stepping as hexadecimal digits. */
function gfxName(version: number): string | null {
  if (version === 0) return null;
  const digit = (value: number) => (value % 100).toString(16);
  return `gfx${Math.floor(version / 10_000)}${digit(Math.floor(version / 100))}${digit(version)}`;
}
