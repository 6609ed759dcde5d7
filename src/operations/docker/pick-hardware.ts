import type { EngineInfo } from '../../engine/engine.ts';
import type { HostFacts } from '../../host/host-facts.ts';
import type { Runtime } from '../../runtime.ts';
import type { Hardware } from '../../stack/hardware.ts';
import { chooseHardware, type HardwareInput } from './choose-hardware.ts';

export interface PickedHardware {
  hardware: Hardware;
  /** A sentence without a full stop. */
  reason: string;
  host: HostFacts;
}

/**
 * The hardware profile for this machine and engine, with the reason told.
 * @throws GeckoError USAGE (exit 2), and where one that was asked for cannot work, its own (21)
 */
export async function pickHardware(
  input: HardwareInput,
  engine: EngineInfo,
  runtime: Runtime,
): Promise<PickedHardware> {
  const { ui } = runtime;
  const { choice, host } = await chooseHardware(input, engine, runtime);
  if (choice.kind === 'refused') throw choice.error;
  ui.event({ type: 'note', text: `Profile ${choice.profile}: ${choice.reason}` });
  for (const { profile: better, reason, mend } of choice.better)
    ui.event({ type: 'note', text: `Not ${better}: ${reason}. ${mend}` });
  for (const text of choice.notes) ui.event({ type: 'note', text });
  const { profile, reason, needs } = choice;
  return { hardware: { profile, ...needs }, reason, host };
}
