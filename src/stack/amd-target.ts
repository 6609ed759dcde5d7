import type { ConfigValues } from '../config/schema.ts';

/**
 * The target that `HSA_OVERRIDE_GFX_VERSION` in Ollama's environment lets ROCm take a GPU for: `10.3.0` is gfx1030,
 * `9.0.10` gfx90a. Null where it is not set.
 */
export function amdTarget({ services }: Pick<ConfigValues, 'services'>): string | null {
  const version = services.ollama.env.HSA_OVERRIDE_GFX_VERSION ?? '';
  const [, major, minor, step] = /^(\d{1,2})\.(\d{1,2})\.(\d{1,2})$/.exec(version) ?? [];
  if (major === undefined) return null;
  const hex = (part: string | undefined) => Number(part).toString(16);
  return `gfx${Number(major)}${hex(minor)}${hex(step)}`;
}
