import type { Check } from './check.ts';
import { amd } from './checks/amd.ts';
import { clock } from './checks/clock.ts';
import { disk } from './checks/disk.ts';
import { engine } from './checks/engine.ts';
import { engineMode } from './checks/engine-mode.ts';
import { exposure } from './checks/exposure.ts';
import { gpu } from './checks/gpu.ts';
import { images } from './checks/images.ts';
import { memory } from './checks/memory.ts';
import { names } from './checks/names.ts';
import { nvidia } from './checks/nvidia.ts';
import { ollama } from './checks/ollama.ts';
import { ports } from './checks/ports.ts';
import { proxy } from './checks/proxy.ts';
import { restarts } from './checks/restarts.ts';
import { services } from './checks/services.ts';

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
  names,
  exposure,
  nvidia,
  amd,
  ollama,
  gpu,
];
