import type Docker from 'dockerode';
import type * as z from 'zod/mini';
import type { Engine, EngineInfo } from '../engine.ts';
import { engineError } from '../engine-error.ts';
import type { ImageState } from '../objects.ts';
import type { Credentials } from '../registry/credentials.ts';
import { registryHost } from '../registry/registry-host.ts';
import { buildError } from './build-error.ts';
import type { Call } from './call.ts';
import { familiarName } from './familiar-name.ts';
import { number, record, text, textMap, texts } from './fields.ts';
import { pullError } from './pull-error.ts';
import { ProgressError, readProgress } from './read-progress.ts';

type Images = Pick<Engine, 'image' | 'pullImage' | 'buildImage'>;

export interface ImageSettings {
  credentials: Credentials;
  /** Of every build. */
  buildArguments: Readonly<Record<string, string>>;
}

export function createImages(
  call: Call,
  info: EngineInfo,
  { credentials, buildArguments }: ImageSettings,
): Images {
  const image = async (reference: string) => {
    const found = await call.read(`inspect image ${reference}`, (docker) =>
      docker.getImage(pathOf(reference)).inspect(),
    );
    return found === null ? null : inspectedImage(found);
  };
  return {
    image,
    async pullImage(reference, { onProgress, signal }) {
      const host = registryHost(reference);
      const found = await credentials.of(host, signal);
      const failed = (error: unknown) =>
        pullError(reference, info.architecture, error, { host, found });
      const name = `pull image ${reference}`;
      try {
        await call.attend(name, signal, async (docker, either) => {
          const stream = await docker.createImage({
            ...splitReference(reference),
            ...(found.state === 'found' ? { authconfig: found.credential } : {}),
            abortSignal: either,
          });
          await readProgress(stream, { ...(onProgress ? { onProgress } : {}), signal: either });
        });
      } catch (error) {
        signal.throwIfAborted();
        throw failed(error) ?? call.failure(error, name);
      }
      const pulled = await image(reference);
      if (pulled === null)
        throw failed(new ProgressError('the engine ended the pull, and does not have the image'));
      return pulled;
    },
    async buildImage(context, { tag, labels, noCache, args, isolated, onProgress, signal }) {
      // Its type knows passwords only.
      const registryconfig = (await credentials.all(signal)) as Docker.RegistryConfig;
      const name = `build image ${tag}`;
      try {
        await call.attend(name, signal, async (docker, either) => {
          const stream = await docker.buildImage(context, {
            t: tag,
            labels: { ...labels },
            rm: true,
            forcerm: true,
            ...(noCache ? { nocache: true } : {}),
            buildargs: { ...buildArguments, ...args },
            registryconfig,
            ...(isolated ? { networkmode: 'none' } : {}),
            abortSignal: either,
          });
          await readProgress(stream, { ...(onProgress ? { onProgress } : {}), signal: either });
        });
      } catch (error) {
        signal.throwIfAborted();
        throw buildError(tag, error) ?? call.failure(error, name);
      } finally {
        context.destroy();
      }
      const built = await image(tag);
      if (built === null)
        throw engineError('BUILD_FAILED', `The build of ${tag} ended without an image`);
      return built;
    },
  };
}

export async function listImages(call: Call): Promise<ImageState[]> {
  const all = await call.read('list images', (docker) => docker.listImages());
  return (all ?? []).map((listed) => ({ ...imageState(Image.parse(listed)), architecture: null }));
}

const Image = record({
  Id: text,
  RepoTags: texts,
  RepoDigests: texts,
  Labels: textMap,
  Size: number,
});
const InspectedImage = record({ Architecture: text, Config: record({ Labels: textMap }) });

function inspectedImage(found: unknown): ImageState {
  const { Architecture, Config } = InspectedImage.parse(found);
  const state = imageState(Image.parse(found));
  return { ...state, labels: Config.Labels, architecture: Architecture || null };
}

function imageState(image: z.infer<typeof Image>): Omit<ImageState, 'architecture'> {
  const named = (name: string) => !name.startsWith('<none>');
  return {
    id: image.Id,
    tags: image.RepoTags.filter(named).map(familiarName),
    digests: image.RepoDigests.filter(named).map(familiarName),
    labels: image.Labels,
    size: image.Size,
  };
}

/** Names of images have slashes that belong to the path. */
function pathOf(reference: string): string {
  return reference.split('/').map(encodeURIComponent).join('/');
}

/** `fromImage` and `tag`; without a tag the engine would pull all there are. */
function splitReference(reference: string): { fromImage: string; tag?: string } {
  if (reference.includes('@')) return { fromImage: reference };
  const [, name = reference, tag = 'latest'] = /^(.*?)(?::([^:/]+))?$/.exec(reference) ?? [];
  return { fromImage: name, tag };
}
