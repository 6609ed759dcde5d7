import type { SystemReport } from '@gecko/core/contract/system-report';
import type { Snapshot } from '../../engine/engine.ts';
import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { asksOllama } from '../../stack/asks-ollama.ts';
import { backupState } from '../../state/backup-state.ts';
import { backupsPart } from '../../system/backups-part.ts';
import { hardwarePart } from '../../system/hardware-part.ts';
import { proofPart } from '../../system/proof-part.ts';
import type { DockerProject } from '../docker/open-project.ts';
import type { PickedHardware } from '../docker/pick-hardware.ts';
import type { GpuProof } from '../gpu-proof.ts';
import type { ToldBefore } from '../report-system.ts';
import { modelsNow } from './models-now.ts';
import { servicesNow } from './services-now.ts';

/**
 * What `up` of the docker runtime has seen of the whole system.
 * @param project with what was seen where that is still so
 */
export async function seenByUp(
  { hardware, reason, host, proof }: PickedHardware & { proof: GpuProof | null },
  { engine, door, seen: now }: Pick<DockerProject, 'engine' | 'door'> & { seen?: Snapshot },
  before: ToldBefore,
  runtime: Runtime,
): Promise<SystemReport> {
  const { config, clock } = runtime;
  const { profile } = hardware;
  const ours = { server: door.ollama, place: `the project ${config.project}`, isOurs: true };
  const [services, models, known] = await Promise.all([
    servicesNow(engine, runtime, now),
    asksOllama(config) ? modelsNow(ours, runtime).catch(orNothing) : null,
    // Where nothing has changed nobody looks again: what was seen before still says where it runs.
    proof === null ? before() : null,
  ]);
  const last = known?.hardware?.value;
  const seen = proof === null ? null : proofPart(proof, clock.now());
  const kept = last?.profile === profile && last.proof?.model === config.model ? last.proof : null;
  return {
    services,
    hardware: hardwarePart({ host, profile, reason, proof: seen ?? kept }),
    ...(models ? { models } : {}),
    backups: backupsPart(backupState(runtime)),
  };
}

function orNothing(error: unknown): null {
  if (error instanceof GeckoError) return null;
  throw error;
}
