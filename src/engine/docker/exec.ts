import type { Duplex } from 'node:stream';
import type { Engine, ExecOptions } from '../engine.ts';
import { engineError } from '../engine-error.ts';
import type { Call } from './call.ts';
import { demultiplex, unframed } from './demultiplex.ts';
import { flag, numberOrNull, record } from './fields.ts';

export function createExec(call: Call): Pick<Engine, 'exec'> {
  return {
    async exec(id, options) {
      const { tty = false, stdin, onOutput, signal } = options;
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
        signal.removeEventListener('abort', abort);
        stdin?.off('error', inputFails);
        close(stream, stdin);
      }
    },
  };
}

function execBody({ command, env, user, workdir, tty, stdin }: ExecOptions) {
  return {
    Cmd: [...command],
    AttachStdin: stdin !== undefined,
    AttachStdout: true,
    AttachStderr: true,
    Tty: tty ?? false,
    ...(env ? { Env: Object.entries(env).map(([name, value]) => `${name}=${value}`) } : {}),
    ...(user === undefined ? {} : { User: user }),
    ...(workdir === undefined ? {} : { WorkingDir: workdir }),
  };
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
