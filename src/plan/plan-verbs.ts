import type { Snapshot } from '../engine/engine.ts';
import type { ContainerState } from '../engine/objects.ts';
import { catalog } from '../stack/catalog.ts';
import { labelNames } from '../stack/labels.ts';
import type { ServiceName } from '../stack/service-spec.ts';
import { isUp } from './is-up.ts';
import { inOrderOfEnd, usersOf } from './plan-down.ts';
import { secondsOf } from './removal.ts';
import { type Plan, type Step, step, stepId } from './step.ts';
import { stopPaused } from './stop-paused.ts';

/**
 * @param services only these; empty: all
 * @param seconds until a container is killed; without them, those of its service
 */
export function planStop(seen: Snapshot, services: readonly ServiceName[], seconds?: number): Plan {
  const running = inOrderOfEnd(chosen(seen, services)).filter(isUp);
  return plan(
    running.map((container) =>
      step(
        { kind: 'container.stop', ...named(container), seconds: seconds ?? secondsOf(container) },
        'stop',
        usersOf(container, running).map(({ name }) => stepId('container.stop', name)),
      ),
    ),
  );
}

/** Starts what is there and makes nothing: `up` does that. */
export function planStart(seen: Snapshot, services: readonly ServiceName[]): Plan {
  const stopped = inOrderOfEnd(chosen(seen, services))
    .toReversed()
    .filter(({ status }) => status !== 'running');
  return plan(
    stopped.flatMap((container) => {
      const stops = container.status === 'paused' ? [stopPaused(container)] : [];
      const after = [...stops.map(({ id }) => id), ...before(container, seen)];
      return [
        ...stops,
        step({ kind: 'container.start', ...named(container) }, 'start', after),
        waits(container, 'container.start'),
      ];
    }),
  );
}

/** As planStart for all of them; what runs already is waited for, too. */
export function planAnswering(seen: Snapshot): Plan {
  const running = chosen(seen, []).filter(({ status }) => status === 'running');
  const waiting = running.map((container) => waits(container, 'container.start'));
  return plan([...planStart(seen, []).steps, ...waiting]);
}

/** As planStop. */
export function planRestart(
  seen: Snapshot,
  services: readonly ServiceName[],
  seconds?: number,
): Plan {
  return plan(
    inOrderOfEnd(chosen(seen, services))
      .toReversed()
      .flatMap((container) => [
        step(
          {
            kind: 'container.restart',
            ...named(container),
            seconds: seconds ?? secondsOf(container),
          },
          'restart',
          before(container, seen).map((id) => id.replace('container.start', 'container.restart')),
        ),
        waits(container, 'container.restart'),
      ]),
  );
}

function plan(steps: Step[]): Plan {
  return { steps, notes: [], destructive: [] };
}

function chosen({ containers }: Snapshot, services: readonly ServiceName[]): ContainerState[] {
  return containers.filter(({ labels }) => {
    // What a killed gecko left of a trial or a transfer belongs to no service, and is no replica.
    const service = labels[labelNames.service];
    return (
      service !== undefined && (services.length === 0 || services.some((one) => one === service))
    );
  });
}

function named({ name, labels }: ContainerState): { name: string; service: ServiceName } {
  return { name, service: labels[labelNames.service] as ServiceName };
}

function waits(container: ContainerState, kind: Step['kind']): Step {
  const action = { kind: 'wait.healthy' as const, ...named(container) };
  return step(action, 'until it answers', [stepId(kind, container.name)]);
}

/** The containers of the services that this one is started after. */
function before(container: ContainerState, { containers }: Snapshot): string[] {
  const after = catalog.find(({ name }) => name === named(container).service)?.after ?? [];
  return containers
    .filter((other) => after.includes(named(other).service))
    .map(({ name }) => stepId('container.start', name));
}
