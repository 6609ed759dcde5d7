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
  const chat: Chat = async function* (messages, signal, wrote) {
    const process = await open(signal);
    let text = '';
    let began: number | null = null;
    const pieces = process.chat(messages, answerTokens, signal);
    let step = await pieces.next();
    try {
      for (; !step.done; step = await pieces.next()) {
        began ??= tools.clock.monotonic();
        text += step.value;
        yield step.value;
      }
    } finally {
      await pieces.return('end');
    }
    if (wrote && began !== null) {
      const seconds = (tools.clock.monotonic() - began) / 1_000;
      const [tokens = 0] = await process.count([text], signal).catch(() => []);
      // Of the first token only its end is known.
      if (tokens > 0)
        wrote({ tokens, seconds: tokens > 1 ? (seconds * tokens) / (tokens - 1) : null });
    }
    return step.value;
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
      device: async () => (host.facts(model.file) === null ? null : isAppleSilicon ? 'gpu' : 'cpu'),
      // Without loading it: that takes seconds and memory that nobody has asked for.
      check: async () =>
        findLlama(gguf.runtime) === null
          ? { ok: false, detail: `${missing}: ${mends}` }
          : { ok: true, detail: described(model, host) },
    },
    tools,
  );
  const { complete = chat } = generator;
  return {
    ...generator,
    generate: (request) => host.during(model.file, generator.generate(request), request.signal),
    complete: (messages, signal) => host.during(model.file, complete(messages, signal), signal),
  };
}

/** The packages of node-llama-cpp for other GPUs are not brought. */
const isAppleSilicon = process.platform === 'darwin' && process.arch === 'arm64';

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
