import { collectionNames } from '../config/collection-name.ts';
import { setIn } from '../config/layer.ts';
import { parseSize } from '../config/measures.ts';
import type { OldService, OldStack } from './old-stack.ts';
import { proposeHardware } from './propose-hardware.ts';
import { proposePorts } from './propose-ports.ts';
import { takenOver } from './taken-over.ts';
import { untaken } from './untaken.ts';

/** Keys of gecko.yaml that an old stack comes to, and what there is to say about the rest. */
export interface Proposal {
  values: Record<string, unknown>;
  /** What cannot be taken over, or is different from now on; sentences. */
  notes: string[];
}

/** Variables of backends that name their collection, and their model. */
const COLLECTION = ['QDRANT_COLLECTION', 'QDRANT_COLLECTION_NAME', 'COLLECTION_NAME', 'COLLECTION'];
const MODEL = ['OLLAMA_MODEL', 'LLM_MODEL', 'MODEL_NAME', 'MODEL'];

/** Variables that Ollama reads and that mean the same in gecko's. */
const OLLAMA =
  /^(OLLAMA_(NUM_PARALLEL|MAX_LOADED_MODELS|MAX_QUEUE|CONTEXT_LENGTH|FLASH_ATTENTION|KV_CACHE_TYPE|LOAD_TIMEOUT|NOPRUNE)|HSA_OVERRIDE_GFX_VERSION)$/;

/** Ollama's own notation of how long a model stays. */
const KEEP_ALIVE = /^-?\d+(ms|s|m|h)?$/;

/** What gecko.yaml would say to run what an old Compose stack runs. Pure. */
export function propose(stack: OldStack): Proposal {
  const taken = takenOver(stack);
  const { rag, qa, qdrant, ollama } = taken.services;
  const values: Record<string, unknown> = { runtime: 'docker' };
  const notes = [...stack.notes];
  const told = (name: readonly string[]) => firstOf(name, [rag, qa]);
  const model = taken.model ?? told(MODEL);
  if (model !== null) values.model = model;
  const collection = told(COLLECTION);
  if (collection !== null && collectionNames.pattern.test(collection))
    setIn(values, ['corpus', 'collection'], collection);
  else if (collection !== null)
    notes.push(
      `The collection ${collection} cannot keep its name, which needs ${collectionNames.description}.`,
    );
  for (const part of [proposeHardware(taken), proposePorts(taken)]) {
    Object.assign(values, part.values);
    notes.push(...part.notes);
  }
  for (const [name, service] of Object.entries({ rag, qa, qdrant, ollama }))
    if (service) proposeLimits(name, service, values);
  for (const [name, service] of Object.entries({ rag, qa }))
    if (service && service.replicas > 1)
      setIn(values, ['services', name, 'replicas'], service.replicas);
  if (ollama) proposeOllama(ollama, values);
  notes.push(...untaken(taken));
  return { values, notes };
}

function firstOf(
  names: readonly string[],
  services: readonly (OldService | undefined)[],
): string | null {
  for (const service of services)
    for (const name of names) {
      const value = service?.env[name];
      if (value !== undefined && value !== '') return value;
    }
  return null;
}

function proposeLimits(
  name: string,
  { limits: { cpus, memory } }: OldService,
  values: Record<string, unknown>,
): void {
  if (cpus !== null) setIn(values, ['services', name, 'limits', 'cpus'], cpus);
  if (memory !== null && parseSize(memory) !== null)
    setIn(values, ['services', name, 'limits', 'memory'], memory);
}

function proposeOllama({ env }: OldService, values: Record<string, unknown>): void {
  const { OLLAMA_KEEP_ALIVE: keepAlive } = env;
  if (keepAlive !== undefined && KEEP_ALIVE.test(keepAlive)) values.keepAlive = keepAlive;
  for (const [name, value] of Object.entries(env))
    if (OLLAMA.test(name)) setIn(values, ['services', 'ollama', 'env', name], value);
}
