import { z } from 'zod';
import type { Device } from '../contract/device.ts';
import type { LiveOllama } from '../contract/system.ts';
import { longFetch } from './long-fetch.ts';
import type { ServerAddress } from './server-address.ts';

/** Milliseconds in which a running Ollama says what it knows by heart. */
const LOOK_MS = 2_000;

const text = z.string().default('');
const count = z.number().default(0);
const Version = z.object({ version: z.string() });
const Tags = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      size: count,
      details: z.object({ parameter_size: text, quantization_level: text }).nullish(),
    }),
  ),
});
const Running = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      size: count,
      size_vram: count,
      context_length: z.number().nullish(),
      expires_at: z.string().nullish(),
    }),
  ),
});

/** What an Ollama tells of its models; each throws where it does not answer, or is none. */
export interface OllamaModels {
  version(signal?: AbortSignal): Promise<string>;
  loaded(signal?: AbortSignal): Promise<LiveOllama['loaded']>;
  installed(signal?: AbortSignal): Promise<LiveOllama['installed']>;
}

export function ollamaModels({ url, headers, ca }: ServerAddress): OllamaModels {
  const look = async <T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> => {
    const deadline = AbortSignal.timeout(LOOK_MS);
    const either = signal ? AbortSignal.any([signal, deadline]) : deadline;
    const response = await longFetch(either, ca)(`${url}${path}`, { headers });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`${path} answers ${response.status}`);
    }
    return schema.parse(await response.json());
  };
  return {
    version: async (signal) => (await look('/api/version', Version, signal)).version,
    async loaded(signal) {
      const { models } = await look('/api/ps', Running, signal);
      return models.map(({ name, size, size_vram, context_length, expires_at }) => ({
        name,
        size,
        sizeGpu: size_vram,
        device: deviceOf(size, size_vram),
        contextTokens: context_length ?? null,
        expiresAt: expires_at ?? null,
      }));
    },
    async installed(signal) {
      const { models } = await look('/api/tags', Tags, signal);
      return models.map(({ name, size, details }) => ({
        name,
        size,
        parameters: details?.parameter_size || null,
        quantisation: details?.quantization_level || null,
      }));
    },
  };
}

/** Ollama counts buffers that stay in the main memory too: less than this is a part. */
const WHOLE = 0.98;

function deviceOf(size: number, onCard: number): Device {
  if (onCard <= 0) return 'cpu';
  return onCard >= WHOLE * size ? 'gpu' : 'partly';
}
