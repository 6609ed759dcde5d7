import { Readable } from 'node:stream';
import type { VolumeTool } from '../../../engine/execute/volume-tool.ts';
import { exitCodes, GeckoError } from '../../../errors.ts';
import { MODELS_FOLDER } from './models-folder.ts';

/** Files that come one behind the other. */
export interface BlobStream {
  /**
   * The next bytes. Each file is to be read to its end before the next.
   * @throws GeckoError VOLUME_TOOL (exit 1) where fewer come, which says nothing about the files
   */
  take(size: number): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

/**
 * Blobs of a volume as one stream: however many they are, one program reads them. It begins with the first
 * byte that is taken.
 * @param sums sha256 of each, in the order in which they are taken
 */
export function readBlobs(tool: VolumeTool, sums: readonly string[]): BlobStream {
  const names = sums.map((sha256) => `sha256-${sha256}\n`).join('');
  const script = 'cd "$1/blobs" && exec xargs cat --';
  const stream = tool.read(['sh', '-c', script, 'sh', MODELS_FOLDER], Readable.from([names]));
  let rest: Buffer = Buffer.alloc(0);
  return {
    async *take(size) {
      for (let left = size; left > 0; ) {
        if (rest.length === 0) {
          const { value, done } = await stream.next();
          if (done) throw endedEarly(size - left, size);
          rest = value;
        }
        const part = rest.subarray(0, left);
        rest = rest.subarray(part.length);
        left -= part.length;
        yield part;
      }
    },
    close: async () => void (await stream.return(undefined)),
  };
}

function endedEarly(read: number, size: number): GeckoError {
  return new GeckoError(
    'VOLUME_TOOL',
    `Only ${read} of ${size} bytes of a model's file came from the engine, though it reported no failure`,
    {
      exitCode: exitCodes.failure,
      hint: 'Run the command again: what was lost on the way is no damage of the model.',
    },
  );
}
