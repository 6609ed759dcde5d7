import { portKey } from '../../config/port-key.ts';
import type { EngineInfo, Snapshot } from '../../engine/engine.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import { portTaken } from '../../host/port-taken.ts';
import { findConflicts } from '../../plan/find-conflicts.ts';
import type { Plan } from '../../plan/step.ts';
import type { Runtime } from '../../runtime.ts';

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
  const held = containers.flatMap(({ ports }) => ports.map(({ hostPort }) => hostPort));
  const own = new Set([...held, ...given]);
  const { listen } = await import('../../embedded/listen.ts');
  const others = Object.values(config.ports).flat();
  for (const step of plan.steps) {
    if (step.kind !== 'container.create') continue;
    for (const { hostPort } of step.spec.ports) {
      if (own.has(hostPort)) continue;
      try {
        const key = portKey(config.ports, hostPort);
        const server = await listen(hostPort, key, () => {}, others);
        await new Promise((resolve) => server.close(resolve));
      } catch (error) {
        // An engine with root may listen where we may not.
        if (rootless || !(error instanceof GeckoError) || error.code !== 'PERMISSION') throw error;
      }
    }
  }
}
