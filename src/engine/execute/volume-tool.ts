import { randomBytes } from 'node:crypto';
import { PassThrough, type Readable } from 'node:stream';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Engine } from '../engine.ts';
import type { ContainerSpec, MountSpec } from '../objects.ts';
import { inert } from './inert.ts';
import { releaseVolumes } from './release-volumes.ts';
import { holderLabel } from './scratch-labels.ts';
import { withContainer } from './with-container.ts';

/** A container that works on volumes, and what it is made of. */
export interface VolumeToolSpec {
  /** Begins its name. */
  name: string;
  /** One with sleep, and with the programs that are to run: GNU tar and coreutils. */
  image: string;
  labels: Readonly<Record<string, string>>;
  mounts: readonly MountSpec[];
}

/** Programs in a container that has some volumes, and nothing else. */
export interface VolumeTool {
  /**
   * What a program writes, as it comes.
   * @throws GeckoError VOLUME_TOOL (exit 1) with its own words where it ends with another code than 0, and
   *   the engine's
   */
  read(command: readonly string[], input?: Readable): AsyncGenerator<Buffer>;
  /** What a program wrote, as text. @throws as `read` */
  run(command: readonly string[], input?: Readable): Promise<string>;
}

/** What root needs to read and write files of all owners, and to give them to theirs. */
const capabilities = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'MKNOD', 'SETFCAP'];

/** Of what a program writes to stderr, as much as an error shows. */
const WORDS = 4_000;

/**
 * Works on volumes by programs in a container that runs only meanwhile, as root, without a network, with a
 * root that cannot be written to. Programs that a killed process has left on one of them end first.
 * @param work gets the same tool twice; the second one goes on after the signal, for what is not to end
 *   half-way, and for what takes it back
 * @throws GeckoError what the work throws, and the engine's
 */
export async function withVolumeTool<T>(
  engine: Engine,
  { name, image, labels, mounts }: VolumeToolSpec,
  work: (tool: VolumeTool, undisturbed: VolumeTool) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  await releaseVolumes(
    engine,
    mounts.map(({ source }) => source),
  );
  const spec: ContainerSpec = {
    ...inert,
    name: `${name}-tool-${randomBytes(4).toString('hex')}`,
    image,
    labels: { ...labels, ...holderLabel() },
    mounts,
    entrypoint: ['sleep'],
    command: ['infinity'],
    user: '0:0',
    readOnlyRoot: true,
    capabilities,
  };
  return withContainer(engine, spec, async (container) => {
    await engine.startContainer(container);
    const undisturbed = new AbortController().signal;
    return await work(toolIn(engine, container, signal), toolIn(engine, container, undisturbed));
  });
}

function toolIn(engine: Engine, container: string, signal: AbortSignal): VolumeTool {
  async function* read(command: readonly string[], input?: Readable): AsyncGenerator<Buffer> {
    const output = new PassThrough();
    let words = '';
    const left = new AbortController();
    // What fails once nobody reads it any more is no news.
    input?.on('error', () => {});
    const either = AbortSignal.any([signal, left.signal]);
    const ended = engine
      .exec(container, {
        command,
        ...(input === undefined ? {} : { stdin: input }),
        signal: either,
        async onOutput(stream, bytes) {
          if (stream === 'stderr') words = `${words}${bytes.toString()}`.slice(-WORDS);
          else if (!output.write(bytes)) await roomIn(output);
        },
      })
      .then(
        (code) => {
          if (code === 0) output.end();
          else output.destroy(toolFailed(command, code, words));
        },
        (error: unknown) => output.destroy(error as Error),
      );
    try {
      yield* output;
      await ended;
    } finally {
      // Whoever wants no more of it leaves a program that would wait for ever.
      left.abort();
      output.destroy();
      input?.destroy();
    }
  }
  return {
    read,
    async run(command, input) {
      const parts: Buffer[] = [];
      for await (const bytes of read(command, input)) parts.push(bytes);
      return Buffer.concat(parts).toString();
    },
  };
}

/** Waits until a stream takes more, or nobody wants it any more. */
function roomIn(output: PassThrough): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      output.off('drain', go).off('close', go);
      resolve();
    };
    output.once('drain', go).once('close', go);
  });
}

function toolFailed(command: readonly string[], code: number, words: string): GeckoError {
  const said = words.trim();
  const isFull = /no space left|disk quota exceeded/i.test(said);
  return new GeckoError(
    isFull ? 'NO_SPACE' : 'VOLUME_TOOL',
    isFull
      ? `There is no room left in the volume: ${said}`
      : `${command[0]} failed on the volume, with exit code ${code}: ${said || 'it did not say why'}`,
    {
      exitCode: isFull ? exitCodes.space : exitCodes.failure,
      hint: isFull
        ? 'Make room on the disk of the engine, then run the command again.'
        : 'It ran in a container of its own; what was there before is unchanged.',
      details: { command, exitCode: code },
    },
  );
}
