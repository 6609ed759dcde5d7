import type { ImageState } from '../../engine/objects.ts';
import { planPull } from '../../plan/plan-pull.ts';
import type { Runtime } from '../../runtime.ts';
import type { WantedImage } from '../../stack/wanted-images.ts';
import type { Report } from '../../ui/ui.ts';
import { imageRows, imageText } from './image-table.ts';
import { type ImageInput, imageWishes } from './image-wishes.ts';
import { imagesThere } from './images-there.ts';
import { noteImages } from './note-images.ts';
import { type DockerProject, openProject } from './open-project.ts';
import { simpleRun } from './simple-run.ts';

/** Images that were brought, as the engine has them now. */
export interface Brought {
  wanted: readonly WantedImage[];
  images: readonly ImageState[];
  /** How many have another id than before. */
  changed: number;
}

/**
 * Brings the images of the stack; starts nothing.
 * @throws GeckoError PULL_FAILED (exit 1) with the words of the registry, IMAGE_MISSING (21) offline, NO_SPACE (24)
 */
export async function dockerPull(input: ImageInput, runtime: Runtime): Promise<Report> {
  const project = await openProject(runtime);
  const brought = await bring(input, project, runtime);
  const { changed } = brought;
  const rows = imageRows(brought.wanted, brought.images);
  return {
    json: { project: runtime.config.project, changed, images: rows },
    text: (style) =>
      [
        changed === 0 ? 'All images are as they were.' : `${changed} images are new.`,
        imageText(rows, style),
      ].join('\n'),
  };
}

/** Pulls what the registries have, tells what is left as it is, and notes what is there now. */
export async function bring(
  input: ImageInput,
  project: DockerProject,
  runtime: Runtime,
): Promise<Brought> {
  const { engine, owner, seen } = project;
  const { config, ui } = runtime;
  const wanted = await imageWishes(input, project, runtime);
  if (config.offline) {
    await imagesThere(wanted, seen.images, project, runtime);
    return { wanted, images: seen.images, changed: 0 };
  }
  const plan = planPull(wanted, seen.images);
  for (const text of plan.notes) ui.event({ type: 'note', text });
  if (plan.steps.length > 0) await simpleRun(plan, project, runtime);
  const { images } = await engine.snapshot(owner.project);
  const services = wanted.flatMap(({ services: users, reference }) =>
    users.map((name) => [name, reference] as const),
  );
  await noteImages(services, images, engine.info, runtime);
  const before = new Set(imageRows(wanted, seen.images).map(({ id }) => id));
  const changed = imageRows(wanted, images).filter(({ id }) => id !== null && !before.has(id));
  return { wanted, images, changed: changed.length };
}
