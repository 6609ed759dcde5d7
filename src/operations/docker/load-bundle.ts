import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { bundleError } from '../../archive/bundle-error.ts';
import { type BundleManifest, bundleMembers } from '../../archive/bundle-manifest.ts';
import { type Bundle, openBundle } from '../../archive/open-bundle.ts';
import type { Engine } from '../../engine/engine.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { isNamed } from '../../stack/is-named.ts';
import type { Report } from '../../ui/ui.ts';

/**
 * Takes in what `gecko pull --save` wrote: images into the engine, weights into the cache. All of the
 * file is checked before anything is changed.
 * @throws GeckoError BUNDLE_DAMAGED (exit 25), BUNDLE_PLATFORM (21), PATH_MISSING (2), LOAD_FAILED (1), NO_SPACE (24)
 */
export async function loadBundle(name: string, runtime: Runtime): Promise<Report> {
  const path = resolve(name);
  const docker = await runtime.docker();
  const engine = await docker.engine();
  const bundle = await openBundle(path);
  const { manifest } = bundle;
  try {
    checkPlatform(manifest, engine, path);
    const telling = tellProgress(path, bundle, runtime);
    await bundle.verify(telling('Checking'), runtime.signal);
    await keepWeights(bundle, path, runtime);
    await loadImages(bundle, engine, telling('Loading'), path, runtime);
  } finally {
    runtime.ui.event({ type: 'progress-end', id: path });
    await bundle.close();
  }
  await checkLoaded(manifest, engine, runtime);
  return report(path, manifest, runtime);
}

function checkPlatform({ platform }: BundleManifest, { info }: Engine, path: string): void {
  const own = `linux/${info.architecture}`;
  if (platform === own) return;
  throw new GeckoError(
    'BUNDLE_PLATFORM',
    `${path} holds images for ${platform}, and this engine runs ${own}`,
    {
      exitCode: exitCodes.unsupported,
      hint: `Write it with an engine on ${own}: gecko pull --save FILE.`,
      details: { path, platform, engine: own },
    },
  );
}

/** @returns a teller for each part of the work: `Checking`, `Loading` */
function tellProgress(path: string, { size: total }: Bundle, { ui }: Runtime) {
  return (doing: string) => (done: number) =>
    ui.event({
      type: 'progress',
      id: path,
      text: `${doing} ${path}`,
      done,
      total,
      unit: 'bytes',
    });
}

async function keepWeights(bundle: Bundle, path: string, runtime: Runtime): Promise<void> {
  const { weights } = bundle.manifest;
  if (weights === null) return;
  const [model, tokenizer] = [bundleMembers.model, bundleMembers.tokenizer].map(bundle.read);
  if (!model || !tokenizer) throw bundleError(path, 'its weights are missing');
  const docker = await runtime.docker();
  const refused = await docker.keepWeights(weights.sha256, { model, tokenizer });
  if (refused === null) return;
  runtime.ui.event({ type: 'warning', text: `The embedding weights are not kept: ${refused}` });
}

async function loadImages(
  bundle: Bundle,
  engine: Engine,
  onProgress: (read: number) => void,
  path: string,
  { ui, signal }: Runtime,
): Promise<void> {
  const tar = bundle.read(bundleMembers.images);
  if (tar === null) throw bundleError(path, 'its images are missing');
  let read = 0;
  countBytes(tar, (bytes) => {
    read += bytes;
    onProgress(read);
  });
  const loaded = await engine.loadImages(tar, { signal });
  for (const image of loaded) ui.event({ type: 'step', text: `Loaded ${image}` });
}

/** Without making it flow. */
function countBytes(stream: Readable, tell: (bytes: number) => void): void {
  const push = stream.push.bind(stream);
  stream.push = (piece, encoding) => {
    if (piece !== null) tell(piece.length);
    return push(piece, encoding);
  };
}

/** An engine that stores images otherwise gives them other ids; the names stay. */
async function checkLoaded(
  { images }: BundleManifest,
  engine: Engine,
  { config, ui }: Runtime,
): Promise<void> {
  const there = await engine.snapshot(config.project);
  for (const { reference, id } of images) {
    if (there.images.some((image) => isNamed(image, reference))) continue;
    const text = reference.includes('@')
      ? `${reference} has lost its digest, which only a registry gives: name it by its id, ${id}, in the keys images.*`
      : `The engine did not take ${reference} in`;
    ui.event({ type: 'warning', text });
  }
}

function report(path: string, manifest: BundleManifest, { version, ui }: Runtime): Report {
  if (manifest.version !== version)
    ui.event({
      type: 'note',
      text: `The file is of gecko ${manifest.version}, and this is ${version}: the image of the backends is built anew, on what the file brought`,
    });
  const { images, weights, models } = manifest;
  return {
    json: { file: path, ...manifest },
    text: () =>
      [
        `Loaded ${images.length} images${weights ? ' and the embedding weights' : ''}.`,
        ...images.map(({ reference }) => `  ${reference}`),
        '',
        'Next: gecko up --offline',
        ...models.map(
          (model) =>
            `To be brought otherwise: the language model ${model}; without it, answers are sentences of the documents.`,
        ),
      ].join('\n'),
  };
}
