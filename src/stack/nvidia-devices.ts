import type { EngineInfo } from '../engine/engine.ts';
import type { DeviceRequest } from '../engine/objects.ts';
import type { NvidiaUnit } from './nvidia-units.ts';

export const cdiAll = 'nvidia.com/gpu=all';

/** How an engine is asked for cards. */
export function nvidiaDevices(
  {
    picked,
    units,
    isWhole,
  }: {
    picked: readonly NvidiaUnit[];
    /** All that could be picked. */
    units: readonly NvidiaUnit[];
    /** The machine has no other cards, such as ill ones, and none that is split. */
    isWhole: boolean;
  },
  via: 'runtime' | 'cdi',
  engine: EngineInfo,
): DeviceRequest {
  const isAll = isWhole && picked.length === units.length;
  if (via === 'cdi') {
    return { kind: 'cdi', devices: isAll ? [cdiAll] : picked.map((unit) => cdiName(unit, engine)) };
  }
  // A number means the first cards to an engine.
  const isFirst = isWhole && picked.every((unit, position) => unit === units[position]);
  const ids = isFirst ? [] : picked.map(({ id }) => id);
  return { kind: 'nvidia', count: picked.length, ids };
}

/** By uuid where the engine lists it so, else by place. */
function cdiName({ id, cdi }: NvidiaUnit, { cdiDevices }: EngineInfo): string {
  const byId = `nvidia.com/gpu=${id}`;
  return cdiDevices.includes(byId) ? byId : `nvidia.com/gpu=${cdi}`;
}

/** The CDI device that an engine does not know; null where it knows all, or does not say (Podman). */
export function unlistedCdi(request: DeviceRequest, { cdiDevices }: EngineInfo): string | null {
  if (request.kind !== 'cdi' || cdiDevices.length === 0) return null;
  return request.devices.find((name) => !cdiDevices.includes(name)) ?? null;
}
