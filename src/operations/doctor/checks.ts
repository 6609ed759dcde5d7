import type { Check } from './check.ts';
import { amd } from './checks/amd.ts';
import { answer } from './checks/answer.ts';
import { backends } from './checks/backends.ts';
import { backupDisk } from './checks/backup-disk.ts';
import { backupVerify } from './checks/backup-verify.ts';
import { backups } from './checks/backups.ts';
import { clock } from './checks/clock.ts';
import { corpus } from './checks/corpus.ts';
import { disk } from './checks/disk.ts';
import { door } from './checks/door.ts';
import { engine } from './checks/engine.ts';
import { engineMode } from './checks/engine-mode.ts';
import { exposure } from './checks/exposure.ts';
import { gpu } from './checks/gpu.ts';
import { images } from './checks/images.ts';
import { memory } from './checks/memory.ts';
import { names } from './checks/names.ts';
import { nvidia } from './checks/nvidia.ts';
import { ollama } from './checks/ollama.ts';
import { ownBackends } from './checks/own-backends.ts';
import { ports } from './checks/ports.ts';
import { proxy } from './checks/proxy.ts';
import { qdrant } from './checks/qdrant.ts';
import { restarts } from './checks/restarts.ts';
import { services } from './checks/services.ts';
import { weights } from './checks/weights.ts';

/** Every check, in the order of the report: what the others stand on comes first. */
export const checks: readonly Check[] = [
  engine,
  engineMode,
  clock,
  disk,
  memory,
  ports,
  proxy,
  services,
  restarts,
  images,
  qdrant,
  weights,
  nvidia,
  amd,
  ollama,
  gpu,
  names,
  door,
  exposure,
  backends,
  ownBackends,
  corpus,
  answer,
  backups,
  backupVerify,
  backupDisk,
];
