import { amdMend } from '../stack/amd-mend.ts';
import { nvidiaMend } from '../stack/nvidia-mend.ts';
import type { Cause } from './cause.ts';
import type { Signals } from './signals.ts';

/** What mends it: gecko itself, by making the container anew or by choosing the profile anew, or a person. */
export type Mend =
  | { by: 'recreate' }
  | { by: 'auto-gpu' }
  /** @property what a command or a sentence */
  | { by: 'person'; what: string };

export interface FoundCause {
  cause: Cause;
  /** Part of a sentence, after `because`. */
  because: string;
  mend: Mend;
  /** The line that says so, where there is one. */
  said: string | null;
}

type Known = Pick<Signals, 'look' | 'log' | 'obstacle' | 'profile' | 'layersAsked'>;

/**
 * Why a model is not on the card that its container was to have: what a look into the container shows
 * comes first, then Ollama's own words, the last ones first, then what host and engine say.
 */
export function findCause(signals: Known): FoundCause {
  return (
    fromLook(signals) ??
    fromModel(signals) ??
    fromLog(signals) ??
    fromObstacle(signals) ??
    withoutDevice(signals) ?? {
      cause: 'GPU_ON_CPU',
      because: 'Ollama does not use the card, for a reason that it does not tell',
      mend: { by: 'recreate' },
      said: null,
    }
  );
}

function fromLook({ look, obstacle }: Known): FoundCause | null {
  if ('absence' in look || look.state === 'open' || look.state === 'absent') return null;
  const causes = { driver: 'GPU_DRIVER', lost: 'GPU_LOST', closed: 'GPU_GROUPS_WRONG' } as const;
  return found(causes[look.state], look.said, obstacle);
}

/** It asks for none of its layers on a card. */
function fromModel({ layersAsked }: Known): FoundCause | null {
  return layersAsked === 0 ? limitedLayers(0) : null;
}

/** A model that asks for some of its layers on a card, whatever would fit. */
export function limitedLayers(layers: number): FoundCause {
  return {
    cause: 'GPU_LAYERS_LIMITED',
    because: `its own parameter num_gpu asks for ${layers} layers on the card`,
    mend: { by: 'person', what: 'Make the model anew without PARAMETER num_gpu (ollama create)' },
    said: null,
  };
}

function fromLog({ log, obstacle }: Known): FoundCause | null {
  if ('absence' in log) return null;
  const last = log.complaints.at(-1);
  // What was said first of it says most: Ollama's own words come before CUDA's.
  const first = log.complaints.find(({ cause }) => cause === last?.cause);
  if (!last || !first) return null;
  // It had a card at its start.
  const hadCard = (log.cards ?? []).length > 0;
  return found(
    last.cause === 'GPU_NOT_GIVEN' && hadCard ? 'GPU_LOST' : last.cause,
    first.line,
    obstacle,
  );
}

/** Who knows the machine has a better command than who knows the words. */
function found(cause: Cause, said: string, obstacle: Known['obstacle']): FoundCause {
  const told = { cause, ...words(cause, said) };
  if (obstacle?.cause !== cause) return told;
  return { ...told, because: obstacle.reason, mend: { by: 'person', what: obstacle.mend } };
}

function fromObstacle({ obstacle }: Known): FoundCause | null {
  if (obstacle === null) return null;
  const { cause, reason: because, mend } = obstacle;
  const byGecko = cause === 'GPU_NOT_GIVEN';
  return {
    cause,
    because,
    mend: byGecko ? { by: 'auto-gpu' } : { by: 'person', what: mend },
    said: null,
  };
}

/** Nothing else explains it. */
function withoutDevice({ look }: Known): FoundCause | null {
  if ('absence' in look || look.state !== 'absent') return null;
  return found('GPU_NOT_GIVEN', look.said, null);
}

const driver = 'Install a newer driver on the machine of the engine, and restart it';

function words(cause: Cause, said: string): Omit<FoundCause, 'cause'> {
  const person = (what: string) => ({ by: 'person', what }) as const;
  const told = (because: string, mend: Mend) => ({ because, mend, said });
  switch (cause) {
    case 'GPU_DRIVER_OLD': {
      const [, needed = '550 or newer'] = /required_driver="([^"]+)"/.exec(said) ?? [];
      const mend = `Install the NVIDIA driver ${needed} on the machine of the engine, and restart it`;
      return told('the NVIDIA driver is too old for Ollama', person(mend));
    }
    case 'GPU_DRIVER': {
      const restart =
        'Restart the machine of the engine: its driver was changed or does not answer';
      return told('the driver of the card does not work', person(nvidiaMend(said, restart)));
    }
    case 'GPU_HIDDEN': {
      const [setting = 'CUDA_VISIBLE_DEVICES'] =
        /\b[A-Z_]+(?:DEVICES|ORDINAL)(?:="[^"]*"|=\S+)?/.exec(said) ?? [];
      const [name] = setting.split('=');
      return told(
        `its environment hides the card from it (${setting})`,
        person(`Take ${name} out of services.ollama.env, then: gecko up`),
      );
    }
    case 'GPU_LOST':
      return told('its container has lost the card', { by: 'recreate' });
    case 'GPU_GROUPS_WRONG': {
      const path = /\/dev\/[\w/]+/.exec(said)?.[0] ?? '/dev/kfd';
      return told(`its container may not open ${path}`, { by: 'recreate' });
    }
    case 'GPU_UNSUPPORTED':
      return told('Ollama does not support the card', person('gecko up --profile cpu'));
    case 'GPU_ROCM_MISMATCH':
      return told(
        'the driver of the AMD GPU does not fit the ROCm 7 of Ollama',
        person(amdMend('no such file or directory', { isConfined: false, groups: [] })),
      );
    case 'GPU_MEMORY_SMALL':
      return told(
        'the memory of the card is too small for the model and its context',
        person(
          'Take a smaller model, as gecko model recommend shows them; a smaller generator.contextTokens needs less',
        ),
      );
    case 'GPU_NOT_GIVEN':
      return told('its container has no card', { by: 'recreate' });
    default:
      return told('the card cannot be used', person(driver));
  }
}
