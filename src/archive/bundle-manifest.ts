import * as z from 'zod/mini';

/** Names of the members of the file that `gecko pull --save` writes, in their order. */
export const bundleMembers = {
  manifest: 'gecko-bundle.json',
  model: 'weights/model.onnx',
  tokenizer: 'weights/tokenizer.json',
  images: 'images.tar',
  /** As `sha256sum -c` reads it: every other member, once. */
  sums: 'sha256sums',
} as const;

export const BUNDLE_SCHEMA = 1;

const Manifest = z.object({
  schemaVersion: z.literal(BUNDLE_SCHEMA),
  kind: z.literal('gecko-bundle'),
  /** Of the gecko that wrote it. */
  version: z.string(),
  /** `linux/amd64` */
  platform: z.string(),
  images: z.array(
    z.object({
      reference: z.string(),
      /** Empty: others are built on it. */
      services: z.array(z.string()),
      id: z.string(),
      /** `sha256:…` in its registry. */
      digest: z.nullable(z.string()),
      /** Bytes. */
      size: z.number(),
    }),
  ),
  /** Sha256 of the ONNX file; null: it has none. */
  weights: z.nullable(z.object({ sha256: z.string() })),
  /** Language models that the stack needs and that are not in the file. */
  models: z.array(z.string()),
});

export type BundleManifest = z.output<typeof Manifest>;

/** What the first member says; a reason in words where it is none that this gecko reads. */
export function parseBundleManifest(text: string): BundleManifest | { problem: string } {
  const value = parseJson(text);
  const { schemaVersion, kind, version } = value;
  if (kind !== 'gecko-bundle') return { problem: 'it is no file of gecko pull --save' };
  if (typeof schemaVersion === 'number' && schemaVersion > BUNDLE_SCHEMA)
    return { problem: `it was written by gecko ${String(version)}, which is newer` };
  const parsed = Manifest.safeParse(value, { jitless: true });
  return parsed.success ? parsed.data : { problem: 'its manifest is not as gecko writes it' };
}

function parseJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
