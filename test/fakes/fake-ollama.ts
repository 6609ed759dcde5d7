import type {
  InstalledModel,
  ModelDetails,
  OllamaServer,
  RunningModel,
} from '../../src/clients/ollama.ts';
import { pullFailed } from '../../src/clients/pull-failure.ts';
import { exitCodes, GeckoError } from '../../src/errors.ts';

/** What is to be known of a model. */
export interface FakeModel extends Omit<InstalledModel, 'name'> {
  details: ModelDetails;
}

export interface FakeOllama extends OllamaServer {
  /** By name with tag. */
  readonly has: Map<string, FakeModel>;
  readonly loaded: Map<string, RunningModel>;
  /** Models that can be pulled; null: every one. */
  registry: Map<string, FakeModel> | null;
  /** Bytes of what is loaded that are put on a card, of all that it takes. */
  onDevice: (bytes: number) => number;
  /** Thrown by whatever is asked. */
  failure: Error | null;
  versionIs: string;
}

/** An Ollama in memory, with models that were there before. */
export function fakeOllama(names: readonly string[] = []): FakeOllama {
  const has = new Map(names.map((name) => [full(name), aModel()]));
  const loaded = new Map<string, RunningModel>();
  const begin = (signal: AbortSignal) => {
    signal.throwIfAborted();
    if (fake.failure) throw fake.failure;
  };
  const get = (name: string): FakeModel => {
    const model = has.get(full(name));
    if (model) return model;
    throw new GeckoError('MODEL_MISSING', `Ollama: model '${name}' not found`, {
      exitCode: exitCodes.failure,
    });
  };
  const fake: FakeOllama = {
    has,
    loaded,
    registry: null,
    onDevice: () => 0,
    failure: null,
    versionIs: '0.35.0',
    async version(signal) {
      begin(signal);
      return fake.versionIs;
    },
    async models(signal) {
      begin(signal);
      return [...has].map(([name, { details: _, ...model }]) => ({ name, ...model }));
    },
    async show(name, signal) {
      begin(signal);
      return get(name).details;
    },
    async running(signal) {
      begin(signal);
      return [...loaded.values()];
    },
    async pull(name, onProgress, signal) {
      begin(signal);
      const model = fake.registry === null ? aModel() : fake.registry.get(full(name));
      onProgress({ status: 'pulling manifest', layer: null, done: 0, total: 0 });
      if (!model) throw pullFailed(name, 'pull model manifest: file does not exist');
      const { digest: layer, bytes: total } = model;
      for (const done of [total / 2, total]) onProgress({ status: 'pulling', layer, done, total });
      has.set(full(name), model);
      onProgress({ status: 'success', layer: null, done: 0, total: 0 });
    },
    async remove(name, signal) {
      begin(signal);
      get(name);
      has.delete(full(name));
      loaded.delete(full(name));
    },
    async generate({ model, prompt, tokens, contextTokens }, signal) {
      begin(signal);
      const { bytes } = get(model);
      const isNew = loaded.get(full(model))?.contextTokens !== contextTokens;
      loaded.set(full(model), {
        name: full(model),
        bytes,
        deviceBytes: fake.onDevice(bytes),
        contextTokens,
        expires: '2030-01-01T00:00:00Z',
      });
      const count = prompt === '' ? 0 : tokens;
      return {
        text: 'word '.repeat(count),
        loadSeconds: isNew ? 1 : 0,
        promptTokens: prompt === '' ? 0 : 10,
        promptSeconds: 0.1,
        tokens: count,
        seconds: count / 20,
      };
    },
  };
  return fake;
}

/** A model of 8 billion parameters. */
function aModel(): FakeModel {
  return {
    digest: `sha256:${'ab'.repeat(32)}`,
    bytes: 4_661_211_424,
    parameterSize: '8.0B',
    quantisation: 'Q4_0',
    details: {
      parameterSize: '8.0B',
      quantisation: 'Q4_0',
      metadata: {
        'general.architecture': 'llama',
        'general.parameter_count': 8_030_261_248,
        'llama.attention.head_count': 32,
        'llama.attention.head_count_kv': 8,
        'llama.block_count': 32,
        'llama.context_length': 8192,
        'llama.embedding_length': 4096,
        'llama.vocab_size': 128_256,
      },
      parameters: '',
      licence: '',
      capabilities: ['completion'],
    },
  };
}

function full(name: string): string {
  return name.includes(':') ? name : `${name}:latest`;
}
