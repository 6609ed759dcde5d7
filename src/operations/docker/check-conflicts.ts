import { portKey } from '../../config/port-key.ts';
import type { EngineInfo, Snapshot } from '../../engine/engine.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import { lanAddresses } from '../../host/lan-addresses.ts';
import { portForbidden } from '../../host/port-forbidden.ts';
import { portState } from '../../host/port-state.ts';
import { portTaken } from '../../host/port-taken.ts';
import { findConflicts } from '../../plan/find-conflicts.ts';
import type { Plan } from '../../plan/step.ts';
import type { Runtime } from '../../runtime.ts';
import { addressesToTry } from './addresses-to-try.ts';

/**
 * Nothing of anybody else's is in the way: names and published ports, as the engine shows them, and on
 * this machine ports of other programs.
 * @throws GeckoError NAME_TAKEN, PORT_TAKEN (exit 22), naming all of them, of ports alone the first; PERMISSION for a port below 1024
 *   under an engine without root
 * @param given ports that will be given free for it
 */
export async function checkConflicts(
  plan: Plan,
  seen: Snapshot,
  engine: Pick<EngineInfo, 'isLocal' | 'rootless'>,
  given: readonly number[],
  { config }: Runtime,
): Promise<void> {
  const conflicts = findConflicts(plan, seen).filter(
    (one) => one.kind !== 'port' || !given.includes(one.port),
  );
  const names = conflicts.filter((one) => one.kind !== 'port');
  const [port] = conflicts.filter((one) => one.kind === 'port');
  if (names.length === 0 && port !== undefined) {
    const key = portKey(config.ports, port.port);
    throw await portTaken({ ...port, key, others: Object.values(config.ports).flat() });
  }
  if (names.length > 0) {
    const lines = conflicts.map((one) =>
      one.kind === 'port'
        ? `port ${one.port}: ${one.holder}`
        : `${one.kind} ${one.name}: ${one.holder}`,
    );
    throw new GeckoError(
      'NAME_TAKEN',
      `In the way, and not of project ${config.project}: ${lines.join('; ')}`,
      {
        exitCode: exitCodes.conflict,
        hint: 'gecko removes nothing that is not its own. Use another project (--project), other ports (keys ports.*), or remove what is in the way.',
        details: { conflicts },
      },
    );
  }
  if (engine.isLocal) await checkFree(plan, seen, given, engine, config);
}

/** A port that the project's own door holds is given back before the new one takes it. */
async function checkFree(
  plan: Plan,
  { containers }: Snapshot,
  given: readonly number[],
  { rootless }: Pick<EngineInfo, 'rootless'>,
  config: Runtime['config'],
): Promise<void> {
  const own = containers.flatMap(({ ports }) => ports);
  const { portOwner } = await import('../../embedded/port-owner.ts');
  const others = Object.values(config.ports).flat();
  for (const step of plan.steps) {
    if (step.kind !== 'container.create') continue;
    for (const wanted of step.spec.ports) {
      const { hostPort: port } = wanted;
      if (given.includes(port)) continue;
      for (const address of addressesToTry(wanted, own, lanAddresses())) {
        const key = portKey(config.ports, port);
        const state = await portState(port, address);
        if (state === 'taken') {
          const holder = await portOwner(port, address);
          throw await portTaken({ port, key, holder, others });
        }
        // An engine with root may listen where we may not.
        if (state === 'forbidden' && rootless) throw portForbidden(port, key);
      }
    }
  }
}
