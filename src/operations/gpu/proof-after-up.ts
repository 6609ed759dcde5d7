import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { asksOllama } from '../../stack/asks-ollama.ts';
import type { Profile } from '../../stack/profile.ts';
import type { DockerProject } from '../docker/open-project.ts';
import { fixText } from '../doctor/fix-text.ts';
import { type GpuProof, gpuProof } from '../gpu-proof.ts';
import { gpuMend } from './gpu-mend.ts';
import { ollamaSite } from './ollama-site.ts';
import { processorNow } from './processor-now.ts';

/** What `up` tells of where the model runs. */
export interface ToldProcessor {
  text: string;
  proof: GpuProof | null;
}

/**
 * Loads the model that a stack with a GPU profile will answer with, and tells where it runs: a warning where
 * that is not the GPU, for the stack works still. Where nothing changed only what is loaded is looked at.
 */
export async function proofAfterUp(
  profile: Profile,
  changed: boolean,
  project: Pick<DockerProject, 'engine' | 'door' | 'owner'>,
  runtime: Runtime,
): Promise<ToldProcessor | null> {
  const { config, ui, signal } = runtime;
  if (!profile.startsWith('gpu-') || !asksOllama(config)) return null;
  try {
    if (!changed) {
      const text = await processorNow(project.door.ollama, config.model, signal);
      if (text !== null) ui.event({ type: 'warning', text: `${text}. gecko doctor --only gpu` });
      return text === null ? null : { text, proof: null };
    }
    ui.event({ type: 'step', text: `Loading ${config.model} and looking where it runs` });
    const site = await ollamaSite(project);
    const host = await (await runtime.docker()).host(project.engine.info.dataRoot);
    const proof = await gpuProof({ site, host }, runtime, signal);
    if ('skipped' in proof) return null;
    if (!proof.isFine) {
      const fix = gpuMend(proof.mend, site);
      const mend = fix ? fixText(fix) : 'gecko doctor --only gpu --verbose shows each sign';
      ui.event({ type: 'warning', text: `${proof.text}. ${mend}` });
    }
    return { text: withRate(proof), proof };
  } catch (error) {
    // The stack runs: that it could not be looked at is no failure of `up`.
    if (!(error instanceof GeckoError)) throw error;
    ui.event({ type: 'warning', text: `Where the model runs was not looked at: ${error.message}` });
    return null;
  }
}

function withRate({ text, rate }: GpuProof): string {
  return rate === null ? text : `${text} (${rate.toFixed(1)} tokens/s)`;
}
