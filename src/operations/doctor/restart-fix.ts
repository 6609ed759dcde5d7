import type { ServiceName } from '../../stack/service-spec.ts';
import { dockerVerb } from '../docker/verbs.ts';
import type { Fix } from './check.ts';
import type { DoctorFacts } from './facts.ts';

/** A restart of a service; in the embedded runtime, of the process that all of them are. */
export function restartFix(service: ServiceName, { kind, runtime }: DoctorFacts): Fix {
  if (kind === 'embedded')
    return {
      what: 'start the services anew',
      command: 'gecko down && gecko up',
      apply: async () => {
        await runtime.supervisor.restartAround(async () => {}, runtime.signal);
      },
    };
  return {
    what: `restart ${service}`,
    command: `gecko restart ${service}`,
    apply: async () => {
      await dockerVerb('restart', [service], runtime);
    },
  };
}
