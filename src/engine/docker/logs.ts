import type { IncomingMessage } from 'node:http';
import type Docker from 'dockerode';
import type { Engine, LogLine, LogOptions } from '../engine.ts';
import { engineError } from '../engine-error.ts';
import type { Call } from './call.ts';
import { InspectedContainer } from './container-state.ts';
import { demultiplex, unframed } from './demultiplex.ts';
import { logLines } from './log-lines.ts';
import type { Modem } from './read-whole-answers.ts';

export function createLogs(call: Call): Pick<Engine, 'logs'> {
  return {
    async *logs(id: string, options: LogOptions): AsyncGenerator<LogLine> {
      const found = await call.read(`inspect container ${id}`, (docker) =>
        docker.getContainer(encodeURIComponent(id)).inspect(),
      );
      if (found === null)
        throw engineError('OBJECT_MISSING', `There is no container ${id}`, { details: { id } });
      const name = `read the log of container ${id}`;
      // Leaving the loop closes the connection.
      const left = new AbortController();
      const signal = AbortSignal.any([options.signal, left.signal]);
      const stream = await call.open(name, signal, (docker) => openLog(docker, id, options));
      const { Tty } = InspectedContainer.parse(found).Config;
      try {
        const frames = Tty ? unframed(stream) : demultiplex(stream);
        yield* logLines(frames, options.timestamps);
      } catch (error) {
        options.signal.throwIfAborted();
        throw call.failure(error, name);
      } finally {
        left.abort();
      }
    },
  };
}

/** dockerode's own call would hold a log that is not followed in memory as a whole. */
function openLog(
  docker: Docker,
  id: string,
  { follow, tail, since, until = null, timestamps }: LogOptions,
): Promise<IncomingMessage> {
  const modem: Modem = docker.modem;
  const options = {
    follow,
    stdout: true,
    stderr: true,
    timestamps,
    tail: tail ?? 'all',
    ...(since === null ? {} : { since }),
    ...(until === null ? {} : { until }),
  };
  return new Promise((resolve, reject) => {
    modem.dial(
      {
        path: `/containers/${encodeURIComponent(id)}/logs?`,
        method: 'GET',
        isStream: true,
        statusCodes: { 200: true },
        options,
      },
      (error, stream) => (error ? reject(error) : resolve(stream as IncomingMessage)),
    );
  });
}
