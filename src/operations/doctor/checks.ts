import type { Check } from './check.ts';
import { amd } from './checks/amd.ts';
import { engine } from './checks/engine.ts';
import { gpu } from './checks/gpu.ts';
import { nvidia } from './checks/nvidia.ts';
import { ollama } from './checks/ollama.ts';
import { services } from './checks/services.ts';

/** Every check, in the order of the report: what the others stand on comes first. */
export const checks: readonly Check[] = [engine, services, nvidia, amd, ollama, gpu];
