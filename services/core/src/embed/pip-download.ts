import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { SIGN_OF_LIFE } from './weights-source.ts';

/** A program with its first arguments, e.g. `['python3', '-m', 'pip']`. */
export type PipCommand = readonly [string, ...string[]];

export interface Pip {
  command: PipCommand;
  /** Milliseconds that it took to tell its version, on this machine, now. */
  startedMs: number;
}

export interface PipPatience {
  /** Milliseconds until the package index gives a first sign of life. */
  answerMs: number;
  /** Milliseconds in which pip says something or SIGN_OF_LIFE bytes come. */
  stallMs: number;
}

/** Milliseconds between two looks at how much has come. */
const LOOK = 250;

/**
 * Downloads one wheel into `folder`. pip's own time limits know sockets only and its output says
 * nothing while bytes come, so its output and the size of its folders are watched from outside.
 *
 * @returns path of the wheel, or the reason why there is none, as an Error
 */
export async function pipDownload(
  pip: Pip,
  requirement: string,
  folder: string,
  patience: PipPatience,
  { progress, signal }: { progress(received: number): void; signal: AbortSignal },
): Promise<string | Error> {
  const [wheels, scratch] = [join(folder, 'wheels'), join(folder, 'tmp')];
  await mkdir(scratch, { recursive: true });
  const watchdog = new AbortController();
  const [file, ...first] = pip.command;
  const options = ['--no-deps', '--no-input', '--only-binary=:all:', '--progress-bar=off'];
  const limits = ['--retries=0', `--timeout=${Math.ceil(patience.stallMs / 1_000)}`];
  const child = execa(
    file,
    [...first, 'download', ...options, ...limits, '--dest', wheels, requirement],
    {
      reject: false,
      stdin: 'ignore',
      cancelSignal: AbortSignal.any([signal, watchdog.signal]),
      env: {
        PYTHONUNBUFFERED: '1',
        PIP_DISABLE_PIP_VERSION_CHECK: '1',
        ...{ TMPDIR: scratch, TEMP: scratch, TMP: scratch },
      },
    },
  );
  const watch = watchFor(pip, patience, (problem) => watchdog.abort(new Error(problem)));
  child.stdout.on('data', (piece: Buffer) => watch.heard(piece.toString()));
  let [before, expected, over] = [0, 0, false];
  const looking = setInterval(async () => {
    const received = await bytesBelow(folder);
    if (over || received <= before) return;
    before = received;
    progress(received);
    if (received < expected) return;
    expected = received + SIGN_OF_LIFE;
    watch.received();
  }, LOOK);
  const result = await child;
  over = true;
  clearInterval(looking);
  watch.end();
  signal.throwIfAborted();
  if (watchdog.signal.aborted) return watchdog.signal.reason;
  if (result.failed) return new Error(problemOf(result.stderr) ?? result.shortMessage);
  const wheel = (await readdir(wheels)).find((name) => name.endsWith('.whl'));
  return wheel ? join(wheels, wheel) : new Error('pip brought no wheel');
}

/**
 * pip says `Collecting NAME` when the index has told what there is. Before that it names the index where
 * that is not the usual one, and else says nothing at all: then what it needs to start is added.
 */
function watchFor(
  { startedMs }: Pip,
  { answerMs, stallMs }: PipPatience,
  give: (problem: string) => void,
) {
  const wait = (milliseconds: number, problem: string) =>
    setTimeout(() => give(problem), milliseconds);
  const noAnswer = `the package index did not answer within ${answerMs / 1_000} s`;
  let timer = wait(3 * startedMs + answerMs, noAnswer);
  let said = '';
  const next = (made: () => NodeJS.Timeout) => {
    clearTimeout(timer);
    timer = made();
  };
  const received = () => next(() => wait(stallMs, `nothing more came within ${stallMs / 1_000} s`));
  return {
    received,
    heard(text: string) {
      said += text;
      if (/^(?!Looking in ).+\n/m.test(said)) received();
      else next(() => wait(answerMs, noAnswer));
    },
    end: () => clearTimeout(timer),
  };
}

/** What pip says went wrong: its last `ERROR:` line or, of an exception, the last line of the trace. */
function problemOf(stderr: string): string | undefined {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const said = lines.findLast((line) => line.startsWith('ERROR: '))?.slice('ERROR: '.length);
  return said === 'Exception:' ? lines.at(-1) : said;
}

async function bytesBelow(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  // pip moves files while it is watched.
  const sizes = names.map((name) => stat(join(folder, name)).then(sizeOf, () => 0));
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

function sizeOf(entry: { isFile(): boolean; size: number }): number {
  return entry.isFile() ? entry.size : 0;
}
