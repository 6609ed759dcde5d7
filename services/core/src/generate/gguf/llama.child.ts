import { freemem } from 'node:os';
import { pathToFileURL } from 'node:url';
import { reasonOf } from '../../reason-of.ts';
import type { Message } from '../port.ts';
import type { ChatItem, Llama, LlamaChat, LlamaLibrary, LlamaModel } from './llama-library.ts';
import type { LlamaFacts, LlamaReply, LlamaRequest, LlamaSetup } from './llama-message.ts';

// The process of a language model: it may take much memory, and may be ended at any moment.

/** A context that is smaller holds no passage beside the question. */
const LEAST_CONTEXT = 1_024;

/** Share of the free memory that model and context may take. */
const MEMORY_SHARE = 0.9;

interface Loaded {
  model: LlamaModel;
  chat: LlamaChat;
}

const tell = (reply: LlamaReply) => process.send?.(reply);
const cancelled = new Map<number, AbortController>();
let loaded: Loaded | null = null;
/** One after the other: they share the model's memory of what it has read. */
let last: Promise<unknown> = Promise.resolve();

// Whoever started it is gone, and so is the reason for it.
process.once('disconnect', () => process.exit(0));
process.on('message', (request: LlamaRequest) => {
  if (request.type === 'cancel') return cancelled.get(request.id)?.abort();
  if (request.type === 'chat') cancelled.set(request.id, new AbortController());
  last = last.then(() => handle(request));
});

async function handle(request: Exclude<LlamaRequest, { type: 'cancel' }>): Promise<void> {
  try {
    if (request.type === 'start') return await start(request.setup);
    if (!loaded) throw new Error('it was not started');
    if (request.type === 'count') {
      const { model } = loaded;
      const counts = request.texts.map((text) => model.tokenize(text).length);
      return void tell({ type: 'counted', id: request.id, counts });
    }
    await answer(loaded.chat, request);
  } catch (error) {
    const message = reasonOf(error);
    tell(
      request.type === 'start'
        ? { type: 'broken', message }
        : { type: 'failed', id: request.id, message },
    );
  }
}

async function start(setup: LlamaSetup): Promise<void> {
  const library: LlamaLibrary = await import(pathToFileURL(setup.library).href);
  // The packages for GPUs are not brought, but on Apple Silicon, whose one package has both.
  const gpu = process.platform === 'darwin' && process.arch === 'arm64' ? 'auto' : false;
  const { threads } = setup;
  const llama = await library.getLlama({
    gpu,
    build: 'never',
    logLevel: 'error',
    maxThreads: threads,
  });
  const facts = await plan(library, llama, setup);
  const model = await llama.loadModel({ modelPath: setup.model });
  const context = await model.createContext({ contextSize: facts.contextTokens, threads });
  loaded = { model, chat: new library.LlamaChat({ contextSequence: context.getSequence() }) };
  tell({ type: 'ready', facts });
}

/** The largest context up to the wanted one that the model has and the memory takes. */
async function plan(library: LlamaLibrary, llama: Llama, setup: LlamaSetup): Promise<LlamaFacts> {
  const info = await library.readGgufFileInfo(setup.model, { logWarnings: false });
  const insights = await library.GgufInsights.from(info, llama);
  const { threads } = setup;
  const free = freeMemory() * MEMORY_SHARE;
  const needed = (contextSize: number) =>
    insights.estimateModelResourceRequirements({ gpuLayers: 0 }).cpuRam +
    insights.estimateContextResourceRequirements({ contextSize, modelGpuLayers: 0 }).cpuRam;
  let contextTokens = Math.min(
    setup.contextTokens,
    insights.trainContextSize ?? setup.contextTokens,
  );
  while (needed(contextTokens) > free && contextTokens > LEAST_CONTEXT)
    contextTokens = Math.max(LEAST_CONTEXT, Math.floor(contextTokens / 2));
  const memory = needed(contextTokens);
  if (memory > free)
    throw new Error(`it needs about ${gib(memory)} of memory, and ${gib(free)} are free`);
  return { contextTokens, threads, memory };
}

/** Of the machine, and of the container where there is one. */
function freeMemory(): number {
  return process.availableMemory?.() || freemem();
}

async function answer(
  chat: LlamaChat,
  { id, messages, answerTokens }: Extract<LlamaRequest, { type: 'chat' }>,
): Promise<void> {
  const signal = cancelled.get(id)?.signal ?? new AbortController().signal;
  try {
    if (signal.aborted) return;
    const { metadata } = await chat.generateResponse(history(messages), {
      maxTokens: answerTokens,
      temperature: 0,
      seed: 1,
      signal,
      stopOnAbortSignal: true,
      onTextChunk: (text) => tell({ type: 'piece', id, text }),
    });
    tell({ type: 'end', id, stop: metadata.stopReason === 'maxTokens' ? 'length' : 'end' });
  } finally {
    cancelled.delete(id);
  }
}

/** Ends with the answer that is to be written. */
function history(messages: readonly Message[]): ChatItem[] {
  const items = messages.map(
    ({ role, content }): ChatItem =>
      role === 'assistant' ? { type: 'model', response: [content] } : { type: role, text: content },
  );
  return [...items, { type: 'model', response: [] }];
}

function gib(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
