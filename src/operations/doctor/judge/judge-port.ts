import type { Finding } from '../check.ts';

export interface LookedPort {
  port: number;
  /** `ports.rag` */
  key: string;
  /** It is the project's own that has it. */
  isOurs: boolean;
  /** Who else has it, for people; null: nobody, as far as can be seen. */
  holder: string | null;
  /** One near it that is free; null where none was looked for, or found. */
  free: number | null;
}

/** What of the project should have the ports. */
export interface Door {
  /** `runs` also means that it has to have them. */
  state: 'absent' | 'stopped' | 'runs';
}

/** A port that the configuration names; null where all is well with it. */
export function judgePort(looked: LookedPort, { state }: Door): Finding | null {
  const { port, key, isOurs, holder, free } = looked;
  if (isOurs) return null;
  if (holder !== null)
    return {
      code: 'PORT_TAKEN',
      severity: state === 'absent' ? 'warning' : 'problem',
      text: `Port ${port} (${key}) is taken by ${holder}`,
      consequence:
        state === 'absent'
          ? 'gecko up will not get it'
          : "The project's door should have it and has not",
      fix: {
        what: `stop that program, or choose another port (${key} in gecko.yaml${free === null ? '' : `; ${free} is free`}), then bring it up`,
        command: 'gecko up',
      },
    };
  return state === 'runs'
    ? {
        code: 'PORT_UNPUBLISHED',
        severity: 'warning',
        text: `Nothing listens on port ${port} (${key})`,
        consequence: 'What runs was started with other settings, or lost its port',
      }
    : null;
}
