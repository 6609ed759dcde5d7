import * as z from 'zod/mini';

const Layer = z.object({
  digest: z.string().check(z.regex(/^sha256:[0-9a-f]{64}$/)),
  size: z.int().check(z.nonnegative()),
});

const ModelManifest = z.object({
  // Models that lie elsewhere have a config without a digest.
  config: z.union([Layer, z.object({ digest: z.literal('') })]),
  layers: z.nullable(z.array(Layer)),
});

/** A file that a model is made of, by what it holds. */
export interface ModelBlob {
  sha256: string;
  /** Bytes. */
  size: number;
}

/** The blobs that a manifest of Ollama names, each once; null where it is none. */
export function parseModelManifest(text: string): ModelBlob[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = ModelManifest.safeParse(value, { jitless: true });
  if (!parsed.success) return null;
  const { config, layers } = parsed.data;
  const all = [...(layers ?? []), ...('size' in config ? [config] : [])];
  const blobs = new Map(all.map(({ digest, size }) => [digest.slice('sha256:'.length), size]));
  return [...blobs].map(([sha256, size]) => ({ sha256, size }));
}
