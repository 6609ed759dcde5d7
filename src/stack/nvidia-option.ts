import type { DeviceRequest } from '../engine/objects.ts';
import type { NvidiaFacts } from '../host/probe-nvidia.ts';
import { gpuLabel } from './gpu-label.ts';
import { nvidiaCtk } from './nvidia-ctk.ts';
import { cdiAll, nvidiaDevices, unlistedCdi } from './nvidia-devices.ts';
import { nvidiaElsewhere } from './nvidia-elsewhere.ts';
import { nvidiaPassage } from './nvidia-passage.ts';
import { nvidiaPossible } from './nvidia-possible.ts';
import { nvidiaUnsupported } from './nvidia-support.ts';
import { nvidiaUnits } from './nvidia-units.ts';
import { pickUnits } from './pick-units.ts';
import type { ProfileOption } from './profile.ts';
import type { ProfileInput } from './profile-input.ts';

/** Whether Ollama gets NVIDIA cards. */
export function nvidiaOption({ host, engine, wanted }: ProfileInput): ProfileOption {
  const selection = wanted.gpus ?? 1;
  if (!engine.isLocal) return nvidiaElsewhere(engine, selection);
  if (host.nvidia.state !== 'found') return withoutCard(host.nvidia);
  const { facts } = host.nvidia;
  const supported = facts.gpus.filter((gpu) => nvidiaUnsupported(gpu) === null);
  const units = nvidiaUnits(supported, facts).map((unit) => ({
    ...unit,
    names: [...new Set([unit.cdi, unit.id])],
    label: gpuLabel(unit.name, unit.memory),
  }));
  if (units.length === 0) return unusable(facts);
  const passage = nvidiaPassage(engine, { host, facts });
  if (passage.via === null) {
    const { reason, mend } = passage;
    return { state: 'blocked', code: 'GPU_NOT_PASSED', reason, mend };
  }
  const choice = pickUnits(units, selection);
  if ('reason' in choice) return { state: 'blocked', code: 'GPU_NOT_THERE', ...choice };
  const { picked } = choice;
  const isWindows = host.wsl === 2 || host.platform === 'win32';
  const isWhole = facts.unhealthy.length === 0 && facts.gpus.every(isPlain);
  const request = isWindows
    ? everyCard(passage.via)
    : nvidiaDevices({ picked, units, isWhole }, passage.via, engine);
  const unlisted = unlistedCdi(request, engine);
  if (unlisted !== null) {
    const reason = `The engine does not list the CDI device ${unlisted}`;
    return { state: 'blocked', code: 'GPU_NOT_PASSED', reason, mend: nvidiaCtk.cdi };
  }
  const notes = [
    ...(isWindows && picked.length < units.length ? ['WSL passes on all cards, never some'] : []),
    ...facts.unhealthy.map((said) => `Not used, it does not answer its driver: ${said}`),
  ];
  const what = picked.map(({ label }) => label).join(', ');
  return nvidiaPossible(what, request, engine, passage, notes);
}

function withoutCard(
  probe: Exclude<ProfileInput['host']['nvidia'], { state: 'found' }>,
): ProfileOption {
  const { reason } = probe;
  return probe.state === 'broken'
    ? { state: 'blocked', code: 'GPU_DRIVER', reason, mend: probe.mend }
    : {
        state: 'absent',
        code: 'GPU_MISSING',
        reason,
        mend: 'gecko up --auto-gpu takes the profile that fits, gecko up --profile cpu needs no GPU',
      };
}

function unusable({ gpus }: NvidiaFacts): ProfileOption {
  const reasons = gpus.map(nvidiaUnsupported).filter((reason) => reason !== null);
  const first = reasons.find(({ mend }) => mend !== null) ?? reasons[0];
  if (first === undefined) {
    return {
      state: 'blocked',
      code: 'GPU_UNSUPPORTED',
      reason: 'The NVIDIA card is split (MIG mode), and has no instances',
      mend: 'sudo nvidia-smi mig -cgi 0 -C, for one instance of the whole card',
    };
  }
  const { reason, mend } = first;
  return mend === null
    ? { state: 'absent', code: 'GPU_UNSUPPORTED', reason, mend: 'gecko up --profile cpu' }
    : { state: 'blocked', code: 'GPU_UNSUPPORTED', reason, mend };
}

function isPlain(gpu: NvidiaFacts['gpus'][number]): boolean {
  return !gpu.split && nvidiaUnsupported(gpu) === null;
}

/** All that WSL can do: its one device stands for every card. */
function everyCard(via: 'runtime' | 'cdi'): DeviceRequest {
  return via === 'cdi'
    ? { kind: 'cdi', devices: [cdiAll] }
    : { kind: 'nvidia', count: 'all', ids: [] };
}
