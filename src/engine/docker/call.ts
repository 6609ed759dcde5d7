import type Docker from 'dockerode';
import { errorCode } from '../../error-code.ts';
import type { Deadlines } from '../connect/connect-input.ts';
import { connectionError } from '../connect/connection-error.ts';
import { engineError } from '../engine-error.ts';
import { broke } from './broke.ts';
import { engineWords } from './engine-words.ts';
import { fromEngineWords } from './errors.ts';
import { withSignal } from './with-signal.ts';

/** Makes calls to one engine: each under a deadline, its failure told in gecko's terms. */
export interface Call {
  /** A call that only looks. Made once more where the connection broke. @returns null for 404 */
  read<T>(
    name: string,
    run: (docker: Docker) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T | null>;
  /**
   * A call that changes something, made once. What is done already (304) is success.
   * @param extra further milliseconds that the engine may take
   */
  act<T>(
    name: string,
    run: (docker: Docker) => Promise<T>,
    options?: { extra?: number; missingIsDone?: boolean },
  ): Promise<T | null>;
  /** A call without an end of its own, until the signal. */
  open<T>(name: string, signal: AbortSignal, run: (docker: Docker) => Promise<T>): Promise<T>;
  /**
   * A call that may take as long as it will, the reading of its stream included, while the engine answers
   * others: it is asked now and then, and a call that hangs with all the rest fails as silent. What else
   * goes wrong is thrown as it is.
   */
  attend<T>(
    name: string,
    signal: AbortSignal,
    run: (docker: Docker, signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
  /** What broke a stream, in gecko's terms. */
  failure(error: unknown, name: string): unknown;
}

export function createCall(client: Docker, where: string, deadlines: Deadlines): Call {
  const within = async <T>(
    name: string,
    milliseconds: number,
    run: (docker: Docker) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> => {
    // Ends what still holds the connection, whatever came of the call.
    const stop = new AbortController();
    const ended = new Promise<never>((_resolve, reject) => {
      const late = () => reject(silent(where, name, milliseconds));
      const timer = setTimeout(late, milliseconds);
      stop.signal.addEventListener('abort', () => clearTimeout(timer));
      const given = () => reject(signal?.reason);
      signal?.addEventListener('abort', given, { signal: stop.signal });
    });
    try {
      return await Promise.race([run(withSignal(client, stop.signal)), ended]);
    } finally {
      stop.abort();
    }
  };
  const failure = (error: unknown, name: string) => {
    const words = engineWords(error);
    if (words !== null) return fromEngineWords(words, name, error);
    return connectionError(error, where, name) ?? error;
  };
  return {
    failure,
    async attend(name, signal, run) {
      const over = new AbortController();
      const lost = new AbortController();
      const ask = () =>
        within(name, deadlines.act, (docker) => docker.ping(), over.signal).catch((error) => {
          // A refusal is an answer, and a connection that breaks will be the call's own, too.
          if (errorCode(error) === 'ENGINE_SILENT') lost.abort(error);
        });
      const timer = setInterval(ask, deadlines.read);
      const either = AbortSignal.any([signal, lost.signal]);
      try {
        return await run(withSignal(client, either), either);
      } catch (error) {
        lost.signal.throwIfAborted();
        throw error;
      } finally {
        clearInterval(timer);
        over.abort();
      }
    },
    async read(name, run, signal) {
      for (let left = 1; ; left--) {
        try {
          return await within(name, deadlines.read, run, signal);
        } catch (error) {
          signal?.throwIfAborted();
          if (engineWords(error)?.status === 404) return null;
          if (left === 0 || !broke(error)) throw failure(error, name);
        }
      }
    },
    async act(name, run, { extra = 0, missingIsDone = false } = {}) {
      try {
        return await within(name, deadlines.act + extra, run);
      } catch (error) {
        const status = engineWords(error)?.status;
        if (status === 304 || (status === 404 && missingIsDone)) return null;
        throw failure(error, name);
      }
    },
    async open(name, signal, run) {
      signal.throwIfAborted();
      try {
        return await run(withSignal(client, signal));
      } catch (error) {
        signal.throwIfAborted();
        throw failure(error, name);
      }
    },
  };
}

function silent(where: string, call: string, milliseconds: number) {
  return engineError(
    'ENGINE_SILENT',
    `The engine at ${where} did not answer the call "${call}" within ${milliseconds / 1000} s`,
    {
      hint: 'Look whether `docker ps` answers; restart the engine if not.',
      details: { where, call },
    },
  );
}
