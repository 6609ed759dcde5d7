import type { Duplex } from 'node:stream';
import type { Engine, ExecOptions, ExecTerminal } from '../engine.ts';
import { engineError } from '../engine-error.ts';
import type { Call } from './call.ts';
import { demultiplex, type Frame, unframed } from './demultiplex.ts';
import { engineWords } from './engine-words.ts';
import { execRefusal, isRefusal } from './exec-refusal.ts';
import { flag, numberOrNull, record } from './fields.ts';
import { keepSize } from './keep-size.ts';

export function createExec(call: Call): Pick<Engine, 'exec'> {
  return {
    async exec(id, options) {
      const { terminal, stdin, onOutput, signal } = options;
      const tty = terminal !== undefined;
      const name = `run ${options.command[0] ?? 'nothing'} in container ${id}`;
      signal.throwIfAborted();
      const exec = await call.act(name, (docker) =>
        docker.getContainer(encodeURIComponent(id)).exec({ ...execBody(options) }),
      );
      if (exec === null) throw engineError('OBJECT_MISSING', `There is no container ${id}`);
      const stream = await call.open(name, signal, (docker) =>
        docker.getExec(exec.id).start({ hijack: true, stdin: stdin !== undefined, Tty: tty }),
      );
      const abort = () => stream.destroy(signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      const inputFails = (error: Error) => stream.destroy(error);
      const resize = ({ columns, rows }: { columns: number; rows: number }) =>
        call.act(name, (docker) => docker.getExec(exec.id).resize({ w: columns, h: rows }));
      const sizing = terminal && keepSize(terminal, resize);
      const takeInput = () => {
        if (!stream.destroyed) stdin?.pipe(stream);
      };
      try {
        stdin?.once('error', inputFails);
        // What is typed ahead may ask for the size, which an older engine hears of after the start.
        if (sizing) void sizing.told.then(takeInput);
        else takeInput();
        const refused = await passOn(tty ? unframed(stream) : demultiplex(stream), onOutput);
        signal.throwIfAborted();
        const code = await exitCode(call, exec.id, name);
        if (refused !== null) throw refusal(options, refused, name);
        return code;
      } catch (error) {
        signal.throwIfAborted();
        // Podman says by a status what Docker writes as output.
        const words = engineWords(error)?.text ?? '';
        throw (
          (isRefusal(words) ? refusal(options, words, name) : null) ?? call.failure(error, name)
        );
      } finally {
        sizing?.stop();
        signal.removeEventListener('abort', abort);
        stdin?.off('error', inputFails);
        close(stream, stdin);
      }
    },
  };
}

/** @returns what the engine wrote in the place of the program; null where that is what has spoken */
async function passOn(
  pieces: AsyncIterable<Frame>,
  onOutput: ExecOptions['onOutput'],
): Promise<string | null> {
  let refused: string | null = null;
  let isFirst = true;
  for await (const { stream, bytes } of pieces) {
    if (isFirst && isRefusal(bytes.toString())) refused = '';
    isFirst = false;
    if (refused === null) await onOutput(stream, bytes);
    else refused += bytes.toString();
  }
  return refused;
}

function refusal({ command }: ExecOptions, words: string, name: string) {
  return (
    execRefusal(command[0] ?? 'nothing', words.trim()) ??
    engineError('ENGINE_FAILED', `The engine failed to ${name}: ${words.trim()}`)
  );
}

/** What nobody types: all keys are the program's. The engine's own would hold back each Ctrl-P. */
const detachKeys = Array(8).fill('ctrl-@').join(',');

function execBody({ command, env, user, workdir, terminal, stdin }: ExecOptions) {
  return {
    Cmd: [...command],
    AttachStdin: stdin !== undefined,
    AttachStdout: true,
    AttachStderr: true,
    Tty: terminal !== undefined,
    DetachKeys: detachKeys,
    ...(terminal ? { ConsoleSize: consoleSize(terminal) } : {}),
    ...(env ? { Env: Object.entries(env).map(([name, value]) => `${name}=${value}`) } : {}),
    ...(user === undefined ? {} : { User: user }),
    ...(workdir === undefined ? {} : { WorkingDir: workdir }),
  };
}

function consoleSize(terminal: ExecTerminal): [number, number] {
  const { columns, rows } = terminal.size();
  return [rows, columns];
}

const ExecState = record({ Running: flag, ExitCode: numberOrNull });

async function exitCode(call: Call, id: string, name: string): Promise<number> {
  const found = await call.read(name, (docker) => docker.getExec(id).inspect());
  const { ExitCode } = ExecState.parse(found);
  if (ExitCode === null)
    throw engineError('ENGINE_FAILED', `The engine lost sight of what it was to ${name}`);
  return ExitCode;
}

function close(stream: Duplex, stdin: ExecOptions['stdin']) {
  stdin?.unpipe(stream);
  // A connection that breaks now has nothing left to say.
  stream.on('error', () => {});
  stream.destroy();
}
