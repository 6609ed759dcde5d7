import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import type { Engine } from '../engine.ts';
import type { Call } from './call.ts';
import { familiarName } from './familiar-name.ts';
import { loadError } from './load-error.ts';
import { readProgress } from './read-progress.ts';
import { toldStream } from './told-stream.ts';

/** What the types of dockerode leave out. */
type Saves = Docker & {
  getImages(options: { names: readonly string[] }): Promise<AsyncIterable<Buffer>>;
};

/** `Loaded image: NAME`, `Loaded image ID: sha256:…`, and Podman's `Loaded image(s): A,B`. */
const loadedLine = /^Loaded images?(?:\(s\))?(?: ID)?: (.+)$/;

/** Images between engines, as tar. */
export function createImageArchives(call: Call): Pick<Engine, 'saveImages' | 'loadImages'> {
  return {
    async saveImages(references, signal) {
      const name = `save ${references.join(', ')}`;
      const stream = await call.open(name, signal, (docker) =>
        (docker as Saves).getImages({ names: [...references] }),
      );
      return toldStream(stream, call, name, signal);
    },
    async loadImages(tar, { onProgress, signal }) {
      const loaded: string[] = [];
      // docker-modem waits for ever for the rest of a body that fails.
      const stop = new AbortController();
      const bodyFails = (error: Error) => stop.abort(error);
      tar.once('error', bodyFails);
      const either = AbortSignal.any([signal, stop.signal]);
      try {
        await call.attend('load images', either, async (docker, signal) => {
          const stream = await docker.loadImage(tar, { quiet: false });
          await readProgress(stream as Readable, {
            signal,
            onProgress(progress) {
              const [, names] = loadedLine.exec(progress.status) ?? [];
              if (names !== undefined) loaded.push(...names.split(',').map(familiarName));
              onProgress?.(progress);
            },
          });
        });
      } catch (error) {
        signal.throwIfAborted();
        stop.signal.throwIfAborted();
        throw loadError(error) ?? call.failure(error, 'load images');
      } finally {
        tar.off('error', bodyFails);
        tar.once('error', () => {});
        tar.destroy();
      }
      return loaded;
    },
  };
}
