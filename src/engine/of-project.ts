import { labelNames } from '../stack/labels.ts';
import type { EngineObjects, Snapshot } from './engine.ts';
import type { ImageState } from './objects.ts';

/** All that an engine has, parted by the project's label. Images are not anyone's. */
export function ofProject(
  project: string,
  { images, ...all }: EngineObjects & { images: readonly ImageState[] },
): Snapshot {
  const isOwn = ({ labels }: { labels: Readonly<Record<string, string>> }) =>
    labels[labelNames.project] === project;
  return { ...chosen(all, isOwn), foreign: chosen(all, (one) => !isOwn(one)), images };
}

function chosen(
  { containers, networks, volumes }: EngineObjects,
  isChosen: (one: { labels: Readonly<Record<string, string>> }) => boolean,
): EngineObjects {
  return {
    containers: containers.filter(isChosen),
    networks: networks.filter(isChosen),
    volumes: volumes.filter(isChosen),
  };
}
