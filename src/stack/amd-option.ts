import type { EngineInfo } from '../engine/engine.ts';
import type { DeviceRequest } from '../engine/objects.ts';
import type { DeviceNode } from '../host/device-node.ts';
import type { AmdFacts, AmdGpu } from '../host/probe-amd.ts';
import { amdMend } from './amd-mend.ts';
import { isAmdSupported } from './amd-support.ts';
import { gpuLabel } from './gpu-label.ts';
import { pickUnits } from './pick-units.ts';
import { noDevices, type ProfileOption } from './profile.ts';
import type { ProfileInput } from './profile-input.ts';
import { selinuxOptions } from './selinux-options.ts';

interface AmdUnit {
  node: DeviceNode;
  names: readonly string[];
  label: string;
  memory: number;
}

/** Whether Ollama gets AMD GPUs: /dev/kfd and their nodes in /dev/dri, with the groups that own them. */
export function amdOption({ host, engine, wanted }: ProfileInput): ProfileOption {
  if (!engine.isLocal) {
    const reason = "The devices of the engine's machine cannot be seen from here";
    const mend = 'Run gecko on that machine';
    return { state: 'absent', code: 'GPU_NOT_PASSED', reason, mend };
  }
  if (host.amd.state === 'none') {
    const mend =
      'gecko up --auto-gpu takes the profile that fits, gecko up --profile cpu needs no GPU';
    return { state: 'absent', code: 'GPU_MISSING', reason: host.amd.reason, mend };
  }
  if (host.amd.state === 'broken') {
    const { reason, mend } = host.amd;
    return { state: 'blocked', code: 'GPU_DRIVER', reason, mend };
  }
  const { facts } = host.amd;
  if (engine.architecture !== 'amd64') {
    const reason = 'Ollama for AMD GPUs exists for amd64 only, and the engine is of another kind';
    const mend = 'gecko up --profile cpu';
    return { state: 'absent', code: 'GPU_UNSUPPORTED', reason, mend };
  }
  const target = wanted.amdTarget ?? null;
  const units = facts.gpus.flatMap((gpu, index) => toUnit(gpu, index, target));
  if (units.length === 0) return unsupported(facts.gpus, target);
  const choice = pickUnits(units, wanted.gpus ?? 1);
  if ('reason' in choice) return { state: 'blocked', code: 'GPU_NOT_THERE', ...choice };
  return accessible(choice.picked, facts, engine);
}

/** @param target what it is run as, whatever it is; null: as what it is */
function toUnit(
  { gfx, name, memory, isIntegrated, renderNode }: AmdGpu,
  index: number,
  target: string | null,
): AmdUnit[] {
  if (!isAmdSupported(target ?? gfx) || renderNode === null) return [];
  const own = `${name ?? 'AMD GPU'}${gfx === null ? '' : ` ${gfx}`}`;
  const title = target === null || target === gfx ? own : `${own} as ${target}`;
  return [
    {
      node: renderNode,
      names: [String(index), renderNode.path.replace('/dev/dri/', '')],
      label: isIntegrated ? `${title} in the processor` : gpuLabel(title, memory ?? 0),
      memory: isIntegrated ? 0 : (memory ?? 0),
    },
  ];
}

function unsupported(gpus: readonly AmdGpu[], target: string | null): ProfileOption {
  const hidden = gpus.find(({ gfx }) => isAmdSupported(target ?? gfx));
  if (hidden) {
    return {
      state: 'blocked',
      code: 'GPU_DRIVER',
      reason: `The AMD GPU ${hidden.gfx ?? target} has no node in /dev/dri`,
      mend: 'sudo modprobe amdgpu, or restart the machine',
    };
  }
  const names = [...new Set(gpus.map(({ gfx }) => gfx ?? 'its kernel does not name it'))];
  return {
    state: 'absent',
    code: 'GPU_UNSUPPORTED',
    reason: `Ollama does not run on the AMD GPU of this machine (${names.join(', ')}${target === null ? '' : `, as ${target} by HSA_OVERRIDE_GFX_VERSION`})`,
    mend: 'gecko up --profile cpu',
  };
}

function accessible(
  picked: readonly AmdUnit[],
  { kfd, gpus }: AmdFacts,
  engine: EngineInfo,
): ProfileOption {
  const nodes = [kfd, ...picked.map(({ node }) => node)];
  const closed = nodes.find(({ mode }) => (mode & 0o006) !== 0o006);
  // Its user ids are not the machine's: being root there, or in a group, opens no device.
  const isConfined = engine.rootless || engine.usernsRemap;
  const forbidden = nodes.find(({ isOurs }) => !isOurs);
  if (closed && engine.usernsRemap) {
    return {
      state: 'blocked',
      code: 'GPU_NOT_PASSED',
      reason: `The engine remaps users (userns-remap), and ${closed.path} is not open to them`,
      mend: 'Use an engine without userns-remap, or a udev rule that opens /dev/kfd and /dev/dri/renderD* to all (MODE="0666")',
    };
  }
  if (forbidden && engine.rootless) {
    return {
      state: 'blocked',
      code: 'GPU_NOT_PASSED',
      reason: `The engine runs as you, and you may not use ${forbidden.path}`,
      mend: 'sudo usermod -aG render,video $USER, then log in again and restart the engine',
    };
  }
  const whole = picked.length === gpus.length;
  const paths = whole ? ['/dev/dri'] : picked.map(({ node }) => node.path);
  const devices = ['/dev/kfd', ...paths].map((path): DeviceRequest => ({ kind: 'device', path }));
  const groups = [...new Set(nodes.map(({ gid }) => gid))].sort((a, b) => a - b);
  const security = selinuxOptions(engine);
  const needsTrial = isConfined && closed !== undefined;
  const what = picked.map(({ label }) => label).join(', ');
  return {
    state: 'possible',
    needs: {
      ...noDevices,
      devices,
      groups: isConfined ? [] : groups,
      securityOptions: security.options,
      image: 'rocm',
    },
    reason: `${what}, ${needsTrial ? 'if a trial shows that the engine may pass it on' : 'passed on as devices'}`,
    mend: (said) => amdMend(said, { isConfined, groups }),
    notes: security.notes,
  };
}
