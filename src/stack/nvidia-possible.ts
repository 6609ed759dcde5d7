import type { EngineInfo } from '../engine/engine.ts';
import type { DeviceRequest } from '../engine/objects.ts';
import { nvidiaMend } from './nvidia-mend.ts';
import type { NvidiaPassage } from './nvidia-passage.ts';
import { noDevices, type PossibleProfile } from './profile.ts';
import { selinuxOptions } from './selinux-options.ts';

/** The profile with what its container gets. @param what names of the cards */
export function nvidiaPossible(
  what: string,
  request: DeviceRequest,
  engine: EngineInfo,
  { via, proven, mend, notes }: Extract<NvidiaPassage, { via: string }>,
  more: readonly string[] = [],
): PossibleProfile {
  const how = via === 'cdi' ? 'as a CDI device' : 'by the runtime nvidia';
  const security = selinuxOptions(engine);
  return {
    state: 'possible',
    needs: { ...noDevices, devices: [request], securityOptions: security.options },
    reason: `${what}, ${proven ? `passed on ${how}` : 'if a trial shows that the engine passes it on'}`,
    mend: (said) => nvidiaMend(said, mend),
    notes: [...more, ...notes, ...security.notes],
  };
}
