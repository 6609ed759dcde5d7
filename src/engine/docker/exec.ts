import type { Duplex } from 'node:stream';
import type { Engine, ExecOptions, ExecTerminal } from '../engine.ts';
import { engineError } from '../engine-error.ts';
import type { Call } from './call.ts';
import { demultiplex, unframed } from './demultiplex.ts';
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
      const stopSizing = terminal && keepSize(terminal, resize);
      try {
        stdin?.once('error', inputFails).pipe(stream);
        for await (const { stream: to, bytes } of tty ? unframed(stream) : demultiplex(stream))
          await onOutput(to, bytes);
        signal.throwIfAborted();
        return await exitCode(call, exec.id, name);
      } catch (error) {
        signal.throwIfAborted();
        throw call.failure(error, name);
      } finally {
        stopSizing?.();
        signal.removeEventListener('abort', abort);
        stdin?.off('error', inputFails);
        close(stream, stdin);
      }
    },
  };
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
