import { asksOllama } from '../../stack/asks-ollama.ts';
import type { DoctorFacts } from '../doctor/facts.ts';
import { type GpuProof, gpuProof } from '../gpu-proof.ts';
import { hostIfKnown } from '../host-if-known.ts';
import { isHere } from '../model/is-here.ts';
import { type OllamaSite, ollamaSite } from './ollama-site.ts';

export type ProofOf = { site: OllamaSite; proof: GpuProof } | { skipped: string };

/**
 * Shows where the model of this project runs, in either runtime; loads it where it is not loaded.
 * @throws GeckoError of the engine and of Ollama
 */
export async function proveGpu(
  facts: Pick<DoctorFacts, 'runtime' | 'kind' | 'project' | 'ollama' | 'host'>,
  signal: AbortSignal,
): Promise<ProofOf> {
  const { runtime, kind } = facts;
  const { generator } = runtime.config;
  const isOllama = generator.kind === 'auto' || generator.kind === 'ollama';
  if (!isOllama || (kind === 'docker' && !asksOllama(runtime.config)))
    return { skipped: `Answers are not written by an Ollama of the ${kind} runtime` };
  const site = await siteOf(facts);
  const proof = await gpuProof({ site, host: await hostIfKnown(facts) }, runtime, signal);
  return 'skipped' in proof ? proof : { site, proof };
}

async function siteOf({
  kind,
  project,
  ollama,
}: Pick<DoctorFacts, 'kind' | 'project' | 'ollama'>): Promise<OllamaSite> {
  if (kind === 'docker') return ollamaSite(await project());
  const { server, place } = await ollama();
  return { server, inStack: null, profile: 'host', isHere: isHere(place) };
}
