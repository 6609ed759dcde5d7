import type { ContainerStats } from '../../engine/engine.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';
import { openProject } from './open-project.ts';
import { nothingThere } from './verbs.ts';

/** What each running container uses, measured once. */
export async function dockerStats(runtime: Runtime): Promise<Report> {
  const { engine, seen } = await openProject(runtime);
  const running = seen.containers
    .filter(({ status }) => status === 'running')
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  if (running.length === 0) throw nothingThere(runtime.config.project);
  const containers = await Promise.all(
    running.map(async ({ id, name }) => ({ name, ...(await engine.stats(id, runtime.signal)) })),
  );
  return {
    json: { project: runtime.config.project, runtime: 'docker', containers },
    text: () => table(containers),
  };
}

function table(containers: readonly (ContainerStats & { name: string })[]): string {
  const header = ['container', 'CPU', 'memory', 'limit', 'net in', 'net out', 'processes'];
  const rows = containers.map(
    ({ name, cpu, memory, memoryLimit, networkIn, networkOut, processes }) => [
      name,
      cpu === null ? '-' : `${(cpu * 100).toFixed(1)} %`,
      size(memory),
      size(memoryLimit),
      size(networkIn),
      size(networkOut),
      processes === null ? '-' : String(processes),
    ],
  );
  const widths = header.map((_, i) =>
    Math.max(...[header, ...rows].map((row) => row[i]?.length ?? 0)),
  );
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function size(bytes: number | null): string {
  if (bytes === null) return '-';
  return bytes >= 2 ** 30
    ? `${(bytes / 2 ** 30).toFixed(2)} GiB`
    : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
