import type { Fingerprint } from '../contract/corpus.ts';
import { ServiceError } from '../contract/errors.ts';
import { type Core, hasEmbedder } from '../core.ts';
import { LEXICAL_VERSION } from '../lexical/analyse.ts';
import type { Generation } from '../store/port.ts';
import { refuseLegacy } from '../store/refuse-legacy.ts';
import { schemaVersions } from '../store/schema.ts';

/** What the running backend would write. */
export function currentFingerprint({
  embedder,
  config,
}: Pick<Core, 'embedder' | 'config'>): Fingerprint {
  const { tokens, overlap } = config.chunk;
  const shared = {
    chunk: { tokens, overlap },
    headingPrefix: true,
    lexical: LEXICAL_VERSION,
    language: config.language,
    schemaVersion: schemaVersions.tables,
  };
  if (hasEmbedder(embedder)) return { ...embedder.identity, ...shared };
  return {
    model: null,
    weights: null,
    dimension: 0,
    precision: null,
    pooling: null,
    maxTokens: 0,
    tokenCounter: 'approximate',
    ...shared,
  };
}

/**
 * Stops a write that would mix what does not belong together, before anything is written.
 * @throws ServiceError FINGERPRINT_MISMATCH, in words; COLLECTION_READ_ONLY
 */
export function checkFingerprint(
  core: Pick<Core, 'embedder' | 'config'>,
  stored: Generation,
): void {
  refuseLegacy(stored);
  const { collection, fingerprint } = stored;
  const differences = compareFingerprints(fingerprint, currentFingerprint(core));
  if (differences.length === 0) return;
  throw new ServiceError(
    'FINGERPRINT_MISMATCH',
    `the collection ${collection} was made otherwise than this backend would write: ${differences.join('; ')}`,
    fingerprint.model !== null && !hasEmbedder(core.embedder)
      ? core.embedder.hint
      : 'Go back to the old settings, or make a new generation with: gecko corpus reindex',
  );
}

/** What differs, one sentence a part; empty where the two agree. */
export function compareFingerprints(stored: Fingerprint, current: Fingerprint): string[] {
  if (describeModel(stored) !== describeModel(current)) {
    return [`it is ${describeModel(stored)}, this backend has ${describeModel(current)}`];
  }
  const parts: [string, string, string][] = [
    ['chunk settings', JSON.stringify(stored.chunk), JSON.stringify(current.chunk)],
    ['pooling', String(stored.pooling), String(current.pooling)],
    ['tokens a vector', String(stored.maxTokens), String(current.maxTokens)],
    ['token counter', stored.tokenCounter, current.tokenCounter],
    ['heading prefix', String(stored.headingPrefix), String(current.headingPrefix)],
    ['lexical analyser', stored.lexical, current.lexical],
    ['language', stored.language, current.language],
    ['table schema', String(stored.schemaVersion), String(current.schemaVersion)],
  ];
  return parts
    .filter(([, one, other]) => one !== other)
    .map(([name, one, other]) => `${name} ${one}, now ${other}`);
}

function describeModel({ model, dimension, weights, precision }: Fingerprint): string {
  if (model === null) return 'full-text only, without vectors';
  return `${dimension}-d (${model}, ${precision}, weights ${weights?.slice(0, 12)})`;
}
