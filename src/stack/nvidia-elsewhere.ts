import type { EngineInfo } from '../engine/engine.ts';
import type { DeviceRequest } from '../engine/objects.ts';
import { cdiAll, unlistedCdi } from './nvidia-devices.ts';
import { nvidiaPassage } from './nvidia-passage.ts';
import { nvidiaPossible } from './nvidia-possible.ts';
import type { GpuSelection, ProfileOption } from './profile.ts';

/** Cards of an engine on another machine: the hardware here means nothing, and only the engine looks. */
export function nvidiaElsewhere(engine: EngineInfo, selection: GpuSelection): ProfileOption {
  const passage = nvidiaPassage(engine, null);
  if (passage.via === null) {
    return {
      state: 'absent',
      code: 'GPU_NOT_PASSED',
      reason:
        "The engine's machine offers no NVIDIA card: it has neither the runtime nor a CDI device",
      mend: `On that machine: ${passage.mend}`,
    };
  }
  const request = passage.via === 'cdi' ? byCdi(engine, selection) : byRuntime(selection);
  const unlisted = unlistedCdi(request, engine);
  if (unlisted !== null) {
    return {
      state: 'blocked',
      code: 'GPU_NOT_THERE',
      reason: `The engine's machine does not offer ${unlisted}`,
      mend: 'gecko up --gpus all',
    };
  }
  const what = "An NVIDIA card of the engine's machine";
  return nvidiaPossible(what, request, engine, { ...passage, proven: false });
}

function byRuntime(selection: GpuSelection): DeviceRequest {
  return typeof selection === 'object'
    ? { kind: 'nvidia', count: selection.length, ids: selection }
    : { kind: 'nvidia', count: selection, ids: [] };
}

function byCdi({ cdiDevices }: EngineInfo, selection: GpuSelection): DeviceRequest {
  const numbered = cdiDevices.filter((name) => /^nvidia\.com\/gpu=\d+$/.test(name));
  const isAll = selection === 'all' || (selection === 1 && numbered.length === 0);
  if (isAll) return { kind: 'cdi', devices: [cdiAll] };
  const names =
    typeof selection === 'object' ? selection : Array.from({ length: selection }, (_, i) => i);
  return { kind: 'cdi', devices: names.map((name) => `nvidia.com/gpu=${name}`) };
}
