import { ServiceError } from '../../contract/errors.ts';
import { findLlama } from '../../models/llama-package.ts';
import type { InstalledModel } from '../../models/model-folder.ts';
import { type Chat, type ChatTools, chatGenerator } from '../chat.ts';
import type { Generator } from '../port.ts';
import type { GeneratorSettings } from '../settings.ts';
import type { LlamaHost } from './llama-host.ts';
import type { LlamaSetup } from './llama-message.ts';

/** Answers by a GGUF file, through llama.cpp in a process of its own. */
export function createGgufGenerator(
  settings: GeneratorSettings,
  model: InstalledModel,
  { host, ...tools }: ChatTools & { host: LlamaHost },
  reason: string,
): Generator {
  const { answerTokens, contextTokens, gguf } = settings;
  const missing = `node-llama-cpp, which runs ${model.name}, is not there, or still on its way`;
  const mends = `gecko model pull --embedded ${model.name}`;
  const setup = (): LlamaSetup => {
    const library = findLlama(gguf.runtime);
    if (library === null) throw new ServiceError('GENERATOR_UNREACHABLE', missing, mends);
    return { library, model: model.file, contextTokens, threads: gguf.threads };
  };
  const open = async (signal: AbortSignal) => host.open(setup(), signal);
  const chat: Chat = async function* (messages, signal) {
    return yield* (await open(signal)).chat(messages, answerTokens, signal);
  };
  const generator = chatGenerator(
    {
      info: { kind: 'gguf', model: model.name, reason },
      // What the machine has room for may be less than what was asked for.
      limits: async (signal) => ({
        answerTokens,
        contextTokens: (await open(signal)).facts.contextTokens,
      }),
      chat,
      count: async (texts, signal) => (await open(signal)).count(texts, signal),
      // Without loading it: that takes seconds and memory that nobody has asked for.
      check: async () =>
        findLlama(gguf.runtime) === null
          ? { ok: false, detail: `${missing}: ${mends}` }
          : { ok: true, detail: described(model, host) },
    },
    tools,
  );
  return {
    ...generator,
    generate: (request) => host.during(generator.generate(request)),
    complete: (messages, signal) => host.during(chat(messages, signal)),
  };
}

function described({ name, file, bytes }: InstalledModel, host: LlamaHost): string {
  const facts = host.facts(file);
  const state = facts
    ? `loaded: ${facts.threads} threads, context ${facts.contextTokens} tokens, about ${mebibytes(facts.memory)} of memory`
    : 'loaded with the first question';
  return `${name} in process (GGUF, ${mebibytes(bytes)}), ${state}`;
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
