import type { Snapshot } from '../../engine/engine.ts';
import type { VolumeState } from '../../engine/objects.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { labelNames } from '../../stack/labels.ts';
import type { Report } from '../../ui/ui.ts';
import { fittedTable } from '../fitted-table.ts';
import { openProject } from './open-project.ts';

/** The project's networks, and those of its configuration that are not its own. */
export async function listNetworks(runtime: Runtime): Promise<Report> {
  const { seen } = await openProject(runtime);
  const foreign = seen.foreign.networks.filter(({ name }) => name === runtime.config.network);
  const networks = [...seen.networks, ...foreign].map(({ name, driver, internal, subnets }) => ({
    name,
    driver,
    internal,
    subnets,
  }));
  const rows = networks.map(({ name, driver, internal, subnets }) => [
    name,
    driver,
    internal ? 'none' : 'yes',
    subnets.join(', '),
  ]);
  return {
    json: { networks },
    text: (style) =>
      networks.length === 0
        ? 'No networks. `gecko up` makes them.'
        : fittedTable(['name', 'driver', 'route out', 'subnet'], rows, style),
  };
}

export async function inspectNetwork(name: string, runtime: Runtime): Promise<Report> {
  const { engine, seen } = await openProject(runtime);
  const own = seen.networks.find((one) => isMeant(name, one.name, `${runtime.config.project}-`));
  const foreign = seen.foreign.networks.find(
    (one) => one.name === name && name === runtime.config.network,
  );
  const { id } = own ?? foreign ?? {};
  const network = id === undefined ? null : await engine.network(id);
  if (!network) throw missing('network', name, seen.networks);
  return { json: { ...network }, text: () => JSON.stringify(network, null, 2) };
}

/** The project's volumes with what is in them. */
export async function listVolumes(runtime: Runtime): Promise<Report> {
  const { seen } = await openProject(runtime);
  const named = Object.values(runtime.config.volumes).flatMap(({ name }) => name ?? []);
  const foreign = seen.foreign.volumes.filter(({ name }) => named.includes(name));
  const volumes = [...seen.volumes, ...foreign]
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((volume) => ({
      name: volume.name,
      driver: volume.driver,
      content: volume.labels[labelNames.content] ?? null,
      created: timeOf(volume),
      usedBy: usersOf(volume, seen),
    }));
  const rows = volumes.map(({ name, driver, content, usedBy }) => [
    name,
    driver,
    content ?? 'not made by gecko',
    usedBy.join(', '),
  ]);
  return {
    json: { volumes },
    text: (style) =>
      volumes.length === 0
        ? 'No volumes. `gecko up` makes them.'
        : fittedTable(['name', 'driver', 'content', 'used by'], rows, style),
  };
}

export async function inspectVolume(name: string, runtime: Runtime): Promise<Report> {
  const { seen } = await openProject(runtime);
  const own = seen.volumes.find((one) => isMeant(name, one.name, `${runtime.config.project}_`));
  const named = Object.values(runtime.config.volumes).some((volume) => volume.name === name);
  const volume = own ?? seen.foreign.volumes.find((one) => named && one.name === name);
  if (!volume) throw missing('volume', name, seen.volumes);
  const shown = { ...volume, created: timeOf(volume), usedBy: usersOf(volume, seen) };
  return { json: shown, text: () => JSON.stringify(shown, null, 2) };
}

function timeOf({ created }: VolumeState): string | null {
  return created === null ? null : new Date(created).toISOString();
}

/** The containers that have it mounted. */
function usersOf(volume: VolumeState, { containers, foreign }: Snapshot): string[] {
  return [...containers, ...foreign.containers]
    .filter(({ volumes }) => volumes.some(({ name }) => name === volume.name))
    .map(({ name }) => name)
    .toSorted();
}

/** By its name, with or without the project, or behind the name of another project as Compose has it. */
function isMeant(given: string, name: string, prefix: string): boolean {
  const short = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  return given === name || given === short || given.endsWith(`_${short}`);
}

function missing(kind: string, name: string, there: readonly { name: string }[]): GeckoError {
  const names = there.map((one) => one.name).join(', ');
  return new GeckoError('NOTHING_THERE', `The project has no ${kind} ${name}`, {
    exitCode: exitCodes.nothing,
    hint: names === '' ? 'gecko up makes them.' : `There are: ${names}`,
  });
}
