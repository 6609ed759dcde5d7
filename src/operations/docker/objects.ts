import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { labelNames } from '../../stack/labels.ts';
import type { Report } from '../../ui/ui.ts';
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
  return {
    json: { networks },
    text: () =>
      networks.length === 0
        ? 'No networks. `gecko up` makes them.'
        : networks
            .map(({ name, driver, internal, subnets }) =>
              `${name.padEnd(24)} ${driver.padEnd(8)} ${(internal ? 'no route out' : '').padEnd(13)} ${subnets.join(', ')}`.trimEnd(),
            )
            .join('\n'),
  };
}

export async function inspectNetwork(name: string, runtime: Runtime): Promise<Report> {
  const { engine, seen } = await openProject(runtime);
  const own = seen.networks.find((one) => isMeant(name, one.name, `${runtime.config.project}-`));
  const network = own ? await engine.network(own.id) : null;
  if (!network) throw missing('network', name, seen.networks);
  return { json: { ...network }, text: () => JSON.stringify(network, null, 2) };
}

/** The project's volumes with what is in them. */
export async function listVolumes(runtime: Runtime): Promise<Report> {
  const { seen } = await openProject(runtime);
  const volumes = seen.volumes.map(({ name, driver, labels, created }) => ({
    name,
    driver,
    content: labels[labelNames.content] ?? null,
    created: created === null ? null : new Date(created).toISOString(),
  }));
  return {
    json: { volumes },
    text: () =>
      volumes.length === 0
        ? 'No volumes. `gecko up` makes them.'
        : volumes
            .map(({ name, driver, content }) =>
              `${name.padEnd(28)} ${driver.padEnd(8)} ${content ?? ''}`.trimEnd(),
            )
            .join('\n'),
  };
}

export async function inspectVolume(name: string, runtime: Runtime): Promise<Report> {
  const { seen } = await openProject(runtime);
  const volume = seen.volumes.find((one) => isMeant(name, one.name, `${runtime.config.project}_`));
  if (!volume) throw missing('volume', name, seen.volumes);
  return { json: { ...volume }, text: () => JSON.stringify(volume, null, 2) };
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
