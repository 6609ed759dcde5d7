import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { amount } from '../../amount.ts';
import {
  BUNDLE_SCHEMA,
  type BundleManifest,
  bundleMembers,
} from '../../archive/bundle-manifest.ts';
import { type BundleMember, writeBundle } from '../../archive/write-bundle.ts';
import type { FoundWeights } from '../../docker-tools.ts';
import { weightsProgress } from '../../embedded/weights-progress.ts';
import { planBuild } from '../../plan/plan-build.ts';
import type { Runtime } from '../../runtime.ts';
import { asksOllama } from '../../stack/asks-ollama.ts';
import { isNamed } from '../../stack/is-named.ts';
import type { WantedImage } from '../../stack/wanted-images.ts';
import { fromSystem } from '../../to-gecko-error.ts';
import type { Report } from '../../ui/ui.ts';
import { type ImageRow, imageRows, imageText } from './image-table.ts';
import type { ImageInput } from './image-wishes.ts';
import { openProject } from './open-project.ts';
import { bring } from './pull.ts';
import { simpleRun } from './simple-run.ts';

/**
 * Brings the images of the stack and writes them, with the embedding weights, into one file for a machine
 * without a network; starts nothing.
 * @throws GeckoError NO_SPACE (exit 24), and what pulling and building throw
 */
export async function saveBundle(
  name: string,
  input: ImageInput,
  runtime: Runtime,
): Promise<Report> {
  const { config, ui, signal } = runtime;
  const docker = await runtime.docker();
  const project = await openProject(runtime);
  const { engine, owner } = project;
  const { wanted, images: before } = await bring(input, project, runtime);
  const isMissing = ({ reference }: WantedImage) =>
    !before.some((image) => isNamed(image, reference));
  const plan = planBuild(
    wanted.filter((image) => image.from === 'build' && isMissing(image)),
    false,
  );
  if (plan.steps.length > 0) await simpleRun(plan, project, runtime);
  const { images } = await engine.snapshot(owner.project);
  const { base } = await docker.backendImage(engine.info.architecture, config.images.base);
  const rows = [...imageRows(wanted, images), ...baseRow(base, wanted, images)];
  const weights = await weightsToSave(runtime);
  const manifest: BundleManifest = {
    schemaVersion: BUNDLE_SCHEMA,
    kind: 'gecko-bundle',
    version: runtime.version,
    platform: `linux/${engine.info.architecture}`,
    images: rows.map((row) => ({
      ...row,
      services: [...row.services],
      id: row.id ?? '',
      size: row.size ?? 0,
    })),
    weights: weights && { sha256: weights.sha256 },
    models: asksOllama(config) ? [config.model] : [],
  };
  const path = resolve(name);
  const saved = () => engine.saveImages(rows.map(nameToSave), signal);
  const size = await write(path, membersOf(manifest, weights, saved), rows, runtime);
  ui.event({ type: 'progress-end', id: path });
  return {
    json: { file: path, bytes: size, ...manifest },
    text: (style) =>
      [
        `Saved ${rows.length} images${weights ? ' and the embedding weights' : ''} for ${manifest.platform} in ${style.bold(path)} (${amount(size)}).`,
        imageText(rows, style),
        '',
        `On the other machine: gecko pull --load ${name} && gecko up --offline`,
        ...manifest.models.map(
          (model) => `Not in the file, and to be brought otherwise: the language model ${model}.`,
        ),
      ].join('\n'),
  };
}

/** What the backends' image stands on costs nothing, for it is a part of it; another gecko builds on it. */
function baseRow(
  base: string,
  wanted: readonly WantedImage[],
  images: Parameters<typeof imageRows>[1],
): ImageRow[] {
  if (!wanted.some(({ from, folder }) => from === 'build' && folder === null)) return [];
  const source = { reference: base, from: 'registry', folder: null, services: [] } as const;
  return imageRows([source], images).filter(({ id }) => id !== null);
}

/** An engine gives away by name or by id; a name with a digest is none that it could take in again. */
function nameToSave({ reference, id }: ImageRow): string {
  return reference.includes('@') ? (id ?? reference) : reference;
}

/** Those that the cache of the other machine will take. */
async function weightsToSave(runtime: Runtime): Promise<FoundWeights | null> {
  const { ui } = runtime;
  const docker = await runtime.docker();
  const progress = weightsProgress(ui);
  const found = await docker.weights(progress.show).finally(progress.end);
  if ('absence' in found) {
    ui.event({ type: 'warning', text: `The file has no embedding weights: ${found.absence}` });
    return null;
  }
  if (await docker.canKeepWeights(found.sha256)) return found;
  const text =
    'The file has no embedding weights: those of weights.folder are your own. Bring that folder too, and name it there in the key weights.folder.';
  ui.event({ type: 'warning', text });
  return null;
}

function membersOf(
  manifest: BundleManifest,
  weights: FoundWeights | null,
  images: () => Promise<AsyncIterable<Uint8Array>>,
): BundleMember[] {
  const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  const file = (name: string, path: string) => ({ name, content: () => createReadStream(path) });
  return [
    { name: bundleMembers.manifest, content: () => once(text) },
    ...(weights
      ? [file(bundleMembers.model, weights.model), file(bundleMembers.tokenizer, weights.tokenizer)]
      : []),
    { name: bundleMembers.images, content: images },
  ];
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function write(
  path: string,
  members: readonly BundleMember[],
  rows: readonly ImageRow[],
  { ui, signal }: Runtime,
): Promise<number> {
  // Layers that images share are in it once, so it is at most this.
  const total = rows.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const onProgress = (done: number) =>
    ui.event({
      type: 'progress',
      id: path,
      text: `Saving into ${path}`,
      done,
      total: Math.max(done, total),
      unit: 'bytes',
    });
  try {
    return await writeBundle(path, members, { onProgress, signal });
  } catch (error) {
    throw fromSystem(error) ?? error;
  }
}
