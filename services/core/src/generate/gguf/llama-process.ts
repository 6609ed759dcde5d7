import { type ChildProcess, fork } from 'node:child_process';
import { ServiceError } from '../../contract/errors.ts';
import { programFile } from '../../program-file.ts';
import { untilAborted } from '../../until-aborted.ts';
import type { GenerateResult, Message } from '../port.ts';
import type { LlamaFacts, LlamaReply, LlamaRequest, LlamaSetup } from './llama-message.ts';

/** A language model in a process of its own, loaded. */
export interface LlamaProcess {
  facts: LlamaFacts;
  /** Whether it can still be asked. */
  readonly alive: boolean;
  /** Answers wait for each other. @throws ServiceError GENERATOR_UNREACHABLE; the signal's reason */
  chat(
    messages: readonly Message[],
    answerTokens: number,
    signal: AbortSignal,
  ): AsyncGenerator<string, GenerateResult['stop']>;
  /** Tokens of each text, by the model's own tokenizer. */
  count(texts: readonly string[], signal: AbortSignal): Promise<number[]>;
  close(): void;
}

type Listener = (reply: LlamaReply | { type: 'gone'; message: string }) => void;

/**
 * Starts the process and loads the model.
 * @throws ServiceError GENERATOR_UNREACHABLE with the reason
 */
export async function startLlama(
  setup: LlamaSetup,
  start: () => ChildProcess = startProgram,
): Promise<LlamaProcess> {
  const child = start();
  const listeners = new Map<number, Listener>();
  let alive = true;
  let next = 0;
  let broken: (message: string) => void = () => {};
  const gone = (message: string) => {
    if (!alive) return;
    alive = false;
    broken(message);
    for (const listener of [...listeners.values()]) listener({ type: 'gone', message });
  };
  const ready = new Promise<LlamaFacts>((resolve, reject) => {
    broken = (message) => reject(unreachable(setup.model, message));
    child.on('message', (reply: LlamaReply) => {
      if (reply.type === 'ready') resolve(reply.facts);
      else if (reply.type === 'broken') broken(reply.message);
      else listeners.get(reply.id)?.(reply);
    });
  });
  child.once('error', (error) => gone(error.message));
  child.once('exit', (code, signal) => gone(`its process ended (${signal ?? `code ${code}`})`));
  const send = (request: LlamaRequest) => child.send(request, () => {});
  send({ type: 'start', setup });

  let facts: LlamaFacts;
  try {
    facts = await ready;
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return {
    facts,
    get alive() {
      return alive;
    },
    async *chat(messages, answerTokens, signal) {
      const replies = listen();
      send({ type: 'chat', id: replies.id, messages, answerTokens });
      try {
        for (;;) {
          const reply = await untilAborted(replies.next(), signal);
          if (reply.type === 'piece') yield reply.text;
          else if (reply.type === 'end') return reply.stop;
          else throw unreachable(setup.model, 'message' in reply ? reply.message : reply.type);
        }
      } finally {
        // One that has ended takes no notice.
        send({ type: 'cancel', id: replies.id });
        replies.end();
      }
    },
    async count(texts, signal) {
      const replies = listen();
      send({ type: 'count', id: replies.id, texts });
      try {
        const reply = await untilAborted(replies.next(), signal);
        if (reply.type === 'counted') return reply.counts;
        throw unreachable(setup.model, 'message' in reply ? reply.message : reply.type);
      } finally {
        replies.end();
      }
    },
    close() {
      gone('it was closed');
      child.kill('SIGKILL');
    },
  };

  /** The replies to one request, in order. */
  function listen() {
    next += 1;
    const id = next;
    const waiting: Parameters<Listener>[0][] = alive
      ? []
      : [{ type: 'gone', message: 'it has ended' }];
    let wake: () => void = () => {};
    listeners.set(id, (reply) => {
      waiting.push(reply);
      wake();
    });
    return {
      id,
      async next() {
        for (;;) {
          const reply = waiting.shift();
          if (reply) return reply;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      },
      end: () => listeners.delete(id),
    };
  }
}

function startProgram(): ChildProcess {
  return fork(programFile('llama'), { execArgv: [] });
}

function unreachable(model: string, message: string): ServiceError {
  return new ServiceError(
    'GENERATOR_UNREACHABLE',
    `the language model ${model} cannot be used: ${message}`,
    'Choose a smaller model (gecko model list), or set generator.kind to extractive.',
  );
}
