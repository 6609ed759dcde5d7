import type { Engine, LogLine } from '../../engine/engine.ts';
import type { ContainerState } from '../../engine/objects.ts';
import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { labelNames } from '../../stack/labels.ts';
import type { LogsInput } from '../logs.ts';
import { oneLine } from '../one-line.ts';
import { followContainers } from './follow-containers.ts';
import { logPaint } from './log-paint.ts';
import { ofServices } from './of-services.ts';
import { openProject } from './open-project.ts';
import { servicesNamed } from './service-arguments.ts';
import { nothingThere } from './verbs.ts';

/**
 * The lines of several containers, as they come, each behind its container's name. Followed containers
 * are followed through a restart, and to those that are made in their place or beside them.
 * @throws GeckoError USAGE (exit 2), NOTHING_THERE (10), and the engine's
 */
export async function dockerLogs(input: LogsInput, runtime: Runtime): Promise<void> {
  const { config, clock, signal } = runtime;
  const services = servicesNamed(input.services);
  const { engine, seen } = await openProject(runtime);
  const wanted = (containers: readonly ContainerState[]) =>
    ofServices(containers, services).filter(
      ({ labels }) =>
        input.replica === undefined || labels[labelNames.replica] === String(input.replica),
    );
  const first = wanted(seen.containers);
  if (first.length === 0) throw nothingThere(config.project, services);
  const show = printer(input, first, runtime);
  const options = { ...input, tail: input.tail ?? null, until: input.until ?? null, signal };
  const { timestamps, until } = options;
  // With an end in time there is nothing to follow on to.
  if (!input.follow || until !== null) {
    await Promise.all(
      first.map(async (container) => {
        const since = input.since ?? null;
        const tail = options.tail;
        const lines = engine.logs(container.id, {
          follow: input.follow,
          tail,
          since,
          until,
          timestamps,
          signal,
        });
        for await (const line of lines) show(container, line);
      }),
    );
    return;
  }
  await followContainers(
    {
      first,
      list: async () => wanted((await engine.snapshot(config.project)).containers),
      read: (container, after) => readOn(engine, container, after, { ...options, first }, show),
    },
    clock,
    signal,
  );
}

interface ReadOptions {
  tail: number | null;
  since: number | undefined;
  until: number | null;
  signal: AbortSignal;
  /** Containers that were there from the start: of later ones all lines are new. */
  first: readonly ContainerState[];
}

/**
 * Reads a container until it ends. @param after time of the last line that was shown, null for none
 * @returns the same of now
 */
async function readOn(
  engine: Engine,
  container: ContainerState,
  after: string | null,
  { tail, since, until, signal, first }: ReadOptions,
  show: (container: ContainerState, line: LogLine) => void,
): Promise<string | null> {
  const isFirst = after === null && first.some(({ id }) => id === container.id);
  let last = after;
  try {
    // With times in any case: a restarted container's log begins with what was shown before.
    const lines = engine.logs(container.id, {
      follow: true,
      tail: isFirst ? tail : null,
      since: after === null ? (since ?? null) : Math.floor(Date.parse(after) / 1_000),
      until,
      timestamps: true,
      signal,
    });
    for await (const line of lines) {
      if (after !== null && line.time !== null && line.time <= after) continue;
      last = line.time ?? last;
      show(container, line);
    }
  } catch (error) {
    if (!(error instanceof GeckoError) || error.code !== 'OBJECT_MISSING') throw error;
  }
  return last;
}

function printer(
  { timestamps, prefix = true }: LogsInput,
  containers: readonly ContainerState[],
  { ui }: Runtime,
): (container: ContainerState, line: LogLine) => void {
  const width = Math.max(...containers.map(({ name }) => name.length));
  return ({ name, labels }, { stream, time: at, text }) => {
    const service = labels[labelNames.service] ?? '';
    const time = timestamps ? at : null;
    const start = prefix ? `${logPaint(service, ui.style)(name.padEnd(width))} | ` : '';
    const stamp = time === null ? '' : `${time} `;
    ui.stream(
      { service, container: name, stream, time, message: text },
      `${start}${stamp}${oneLine(text)}\n`,
    );
  };
}
