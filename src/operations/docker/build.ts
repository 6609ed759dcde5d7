import { planBuild } from '../../plan/plan-build.ts';
import type { Runtime } from '../../runtime.ts';
import type { ServiceName } from '../../stack/service-spec.ts';
import type { Report } from '../../ui/ui.ts';
import { imageRows, imageText } from './image-table.ts';
import { imageWishes } from './image-wishes.ts';
import { imagesThere } from './images-there.ts';
import { openProject } from './open-project.ts';
import { simpleRun } from './simple-run.ts';

export interface BuildInput {
  /** Images of these alone; empty: all. */
  services: readonly ServiceName[];
  noCache: boolean;
}

/**
 * Builds the image of the backends, or of a user's own, now; starts nothing.
 * @throws GeckoError BUILD_FAILED (exit 1), IMAGE_MISSING (21) offline where the one it stands on is missing
 */
export async function dockerBuild(
  { services, noCache }: BuildInput,
  runtime: Runtime,
): Promise<Report> {
  const { config, ui } = runtime;
  const project = await openProject(runtime);
  const { engine, owner, seen } = project;
  const wish = { services, profile: 'cpu', autoGpu: false, allProfiles: false };
  const all = await imageWishes(wish, project, runtime);
  const built = all.filter(({ from }) => from === 'build');
  if (config.offline) {
    // A build goes without the image that is there, so it counts as missing.
    await imagesThere(
      built,
      seen.images.filter(({ tags }) => !built.some(isTagged(tags))),
      project,
      runtime,
    );
  }
  const plan = planBuild(services.length === 0 ? built : all, noCache);
  for (const text of plan.notes) ui.event({ type: 'note', text });
  if (plan.steps.length > 0) await simpleRun(plan, project, runtime);
  const { images } = await engine.snapshot(owner.project);
  const rows = imageRows(built, images);
  return {
    json: { project: config.project, images: rows },
    text: (style) =>
      rows.length === 0
        ? 'Nothing to build: every image is pulled.'
        : [
            `Built ${rows.length === 1 ? 'an image' : `${rows.length} images`}.`,
            imageText(rows, style),
          ].join('\n'),
  };
}

function isTagged(tags: readonly string[]) {
  return ({ reference }: { reference: string }) => tags.includes(reference);
}
