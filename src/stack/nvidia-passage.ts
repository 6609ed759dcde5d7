import type { EngineInfo } from '../engine/engine.ts';
import type { HostFacts } from '../host/host-facts.ts';
import type { NvidiaFacts } from '../host/probe-nvidia.ts';
import { nvidiaCtk } from './nvidia-ctk.ts';

/** How an engine passes NVIDIA cards on; `proven` where the engine itself says that it can. */
export type NvidiaPassage =
  | { via: 'runtime' | 'cdi'; proven: boolean; mend: string; notes: readonly string[] }
  | { via: null; reason: string; mend: string };

const install = 'Install the package nvidia-container-toolkit, then: ';

/** @param local null where the engine's machine is another: then only the engine's word counts */
export function nvidiaPassage(
  engine: EngineInfo,
  local: { host: HostFacts; facts: NvidiaFacts } | null,
): NvidiaPassage {
  const listsCdi = engine.cdiDevices.some((name) => name.startsWith('nvidia.com/gpu='));
  const mend = howToMend(engine, local);
  // It passes over requests to the runtime without a word, and does not list CDI devices.
  if (engine.name === 'Podman') {
    return listsCdi || local?.facts.cdiSpec
      ? { via: 'cdi', proven: listsCdi, mend, notes: [] }
      : { via: null, reason: 'Podman has no CDI specification for NVIDIA cards', mend };
  }
  const listsRuntime = engine.runtimes.includes('nvidia');
  // CDI needs no leave from cgroups, which an engine without root has none to give.
  if (listsCdi && (engine.rootless || !listsRuntime)) {
    return { via: 'cdi', proven: true, mend, notes: [] };
  }
  if (listsRuntime && engine.rootless) {
    const note = `The engine runs without root; where it cannot set up the GPU: ${nvidiaCtk.noCgroups}`;
    return { via: 'runtime', proven: false, mend, notes: [note] };
  }
  if (listsRuntime) return { via: 'runtime', proven: true, mend, notes: [] };
  // Docker Desktop passes cards on without listing a runtime; so does Docker where it found the hook.
  if (local && (local.host.wsl === 2 || local.host.platform === 'win32' || local.facts.hook)) {
    return { via: 'runtime', proven: false, mend, notes: [] };
  }
  return {
    via: null,
    reason: local?.facts.toolkit
      ? 'The engine does not know the NVIDIA Container Toolkit that is installed'
      : 'The engine cannot pass NVIDIA cards on: the NVIDIA Container Toolkit is missing',
    mend,
  };
}

function howToMend(engine: EngineInfo, local: Parameters<typeof nvidiaPassage>[1]): string {
  const before = (local?.facts.toolkit ?? true) ? '' : install;
  if (engine.name === 'Podman') return `${before}${nvidiaCtk.cdi}`;
  const configure = engine.rootless
    ? `${before}${nvidiaCtk.configureRootless} && ${nvidiaCtk.noCgroups} && systemctl --user restart docker`
    : `${before}${nvidiaCtk.configure}`;
  return local?.host.wsl === 2
    ? `Docker Desktop: update it and the NVIDIA driver of Windows. Docker inside WSL: ${configure}`
    : configure;
}
