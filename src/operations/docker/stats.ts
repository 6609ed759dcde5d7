import type { ContainerStats, Engine } from '../../engine/engine.ts';
import type { ContainerState } from '../../engine/objects.ts';
import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report, Style } from '../../ui/ui.ts';
import { ofServices } from './of-services.ts';
import { openProject } from './open-project.ts';
import { servicesNamed } from './service-arguments.ts';
import { type Measured, statsTable } from './stats-table.ts';
import { nothingThere } from './verbs.ts';

export interface StatsInput {
  /** By today's or the old names; empty: all. */
  services: readonly string[];
  /** Measures again and again until the signal; null: where a person sees it, on a terminal. */
  stream: boolean | null;
}

/** Milliseconds of a round at least; the engine itself takes one or two seconds to measure. */
const ROUND = 1_000;

/**
 * What each running container uses. Measured once, a report; else a table that is redrawn, or elements
 * of a stream, until the signal aborts. Containers that come and go are followed.
 * @throws GeckoError USAGE (exit 2), NOTHING_THERE (10), and the engine's
 */
export async function dockerStats(input: StatsInput, runtime: Runtime): Promise<Report | null> {
  const { ui, config, clock, signal } = runtime;
  const { project } = config;
  const services = servicesNamed(input.services);
  const { engine, seen } = await openProject(runtime);
  let running = runningOf(ofServices(seen.containers, services));
  if (running.length === 0) throw nothingThere(project);
  const view = input.stream === false ? null : ui.live();
  const table = (measured: readonly Measured[], style: Pick<Style, 'columns' | 'terminal'>) =>
    statsTable(measured, project, style);
  if (view === null && input.stream !== true) {
    const measured = await measure(engine, running, signal);
    return {
      json: documentOf(measured, project),
      text: (style) => table(measured, style).join('\n'),
    };
  }
  try {
    view?.draw((style) => table(running.map(unmeasured), style));
    for (;;) {
      const begun = clock.monotonic();
      const measured = await measure(engine, running, signal);
      if (view) view.draw((style) => table(measured, style));
      else ui.stream(documentOf(measured, project), `${table(measured, ui.style).join('\n')}\n\n`);
      await clock.sleep(Math.max(0, ROUND - (clock.monotonic() - begun)), signal);
      running = runningOf(ofServices((await engine.snapshot(project)).containers, services));
    }
  } finally {
    view?.close();
  }
}

function runningOf(containers: readonly ContainerState[]): ContainerState[] {
  return containers
    .filter(({ status }) => status === 'running')
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function unmeasured({ name }: ContainerState): Measured {
  return { name, stats: null };
}

function measure(
  engine: Engine,
  containers: readonly ContainerState[],
  signal: AbortSignal,
): Promise<Measured[]> {
  return Promise.all(
    containers.map(async ({ id, name }) => ({ name, stats: await statsOf(engine, id, signal) })),
  );
}

/** Null for one that went meanwhile. */
async function statsOf(
  engine: Engine,
  id: string,
  signal: AbortSignal,
): Promise<ContainerStats | null> {
  try {
    return await engine.stats(id, signal);
  } catch (error) {
    if (error instanceof GeckoError && error.code === 'OBJECT_MISSING') return null;
    throw error;
  }
}

function documentOf(measured: readonly Measured[], project: string): Record<string, unknown> {
  const containers = measured.flatMap(({ name, stats }) => (stats ? [{ name, ...stats }] : []));
  return { project, runtime: 'docker', containers };
}
