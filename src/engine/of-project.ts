import type { Snapshot } from './engine.ts';

/** Label of everything that gecko makes; its value is the project. */
export const projectLabel = 'dev.gecko.project';

/**
 * Of all that an engine has: what carries the project's label, and what could be in its way, by a name of
 * the project's form, a published port, or a place in its networks and volumes. Images are not anyone's.
 */
export function ofProject(project: string, all: Snapshot): Snapshot {
  const isOwn = ({ labels }: { labels: Readonly<Record<string, string>> }) =>
    labels[projectLabel] === project;
  const networks = all.networks.filter(
    (network) => isOwn(network) || network.name.startsWith(`${project}-`),
  );
  const volumes = all.volumes.filter(
    (volume) => isOwn(volume) || volume.name.startsWith(`${project}_`),
  );
  const containers = all.containers.filter(
    (container) =>
      isOwn(container) ||
      container.name.startsWith(`${project}-`) ||
      container.ports.length > 0 ||
      container.networks.some(({ name }) => networks.some((network) => network.name === name)) ||
      container.volumes.some(({ name }) => volumes.some((volume) => volume.name === name)),
  );
  return { containers, networks, volumes, images: all.images };
}
