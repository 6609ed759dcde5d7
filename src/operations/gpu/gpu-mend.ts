import type { Mend } from '../../proof/find-cause.ts';
import { gpusOf } from '../../stack/gpus-of.ts';
import type { DockerUpInput } from '../docker/up.ts';
import type { OllamaSite } from './ollama-site.ts';

export interface GpuMend {
  /** An infinitive without `to`, or a sentence for a person. */
  what: string;
  command: string | null;
  /** How `up` does it; null where only a person can. */
  up: Pick<
    DockerUpInput,
    'profile' | 'autoGpu' | 'gpus' | 'services' | 'forceRecreate' | 'noDeps'
  > | null;
}

/** What mends where a model runs: by gecko where it can, else in words for a person; never by sudo. */
export function gpuMend(mend: Mend | null, { profile, inStack }: OllamaSite): GpuMend | null {
  if (mend === null) return null;
  if (mend.by === 'person') return { what: mend.what, command: null, up: null };
  if (mend.by === 'auto-gpu')
    return {
      what: 'choose the profile that fits',
      command: 'gecko up --auto-gpu',
      up: {
        ...{ profile: undefined, autoGpu: true, gpus: undefined },
        ...{ services: [], forceRecreate: false, noDeps: false },
      },
    };
  // With the cards that it has now: being made anew gives it their devices again.
  const gpus = gpusOf(inStack?.container.devices ?? []);
  const chosen = [`--profile ${profile}`, ...(gpus === null ? [] : [`--gpus ${gpus}`])].join(' ');
  return {
    what: 'make the container of Ollama anew',
    command: `gecko up ${chosen} --force-recreate --no-deps ollama`,
    up: {
      ...{ profile, autoGpu: false, gpus: gpus ?? undefined },
      ...{ services: ['ollama'], forceRecreate: true, noDeps: true },
    },
  };
}
