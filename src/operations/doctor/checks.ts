import type { Check } from './check.ts';
import { answer } from './checks/answer.ts';
import { backends } from './checks/backends.ts';
import { corpus } from './checks/corpus.ts';
import { door } from './checks/door.ts';
import { engine } from './checks/engine.ts';
import { ollama } from './checks/ollama.ts';
import { qdrant } from './checks/qdrant.ts';
import { services } from './checks/services.ts';
import { weights } from './checks/weights.ts';

/** Every check, in the order of the report: what the others stand on comes first. */
export const checks: readonly Check[] = [
  engine,
  services,
  door,
  backends,
  qdrant,
  weights,
  ollama,
  corpus,
  answer,
];
