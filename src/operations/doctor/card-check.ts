import type { EngineInfo } from '../../engine/engine.ts';
import type { HostFacts } from '../../host/host-facts.ts';
import type { ProbeResult } from '../../host/probe-result.ts';
import type { Signals } from '../../proof/signals.ts';
import { amdTarget } from '../../stack/amd-target.ts';
import type { ProfileOption } from '../../stack/profile.ts';
import type { ProfileInput } from '../../stack/profile-input.ts';
import type { Check, Finding, Severity } from './check.ts';

interface CardKind {
  id: 'nvidia' | 'amd';
  title: string;
  profile: 'gpu-nvidia' | 'gpu-amd';
  /** What was found of such cards. */
  seen(host: HostFacts): ProbeResult<unknown>;
  /** Whether Ollama can get one. */
  option(input: ProfileInput): ProfileOption;
  /** What is in the way, by its code. */
  obstacle(input: ProfileInput): Signals['obstacle'];
  evidence(host: HostFacts, engine: EngineInfo): string[];
}

/** A check of one maker's cards, between the machine and the engine; whether they are used is another. */
export function cardCheck({ id, title, profile, ...kind }: CardKind): Check {
  return {
    id,
    title,
    runtimes: ['docker'],
    deadline: 30_000,
    async run(facts) {
      const { config } = facts.runtime;
      const [{ info: engine }, host] = await Promise.all([facts.engine(), facts.host()]);
      const input = { host, engine, wanted: { profile, gpus: null, amdTarget: amdTarget(config) } };
      const isAsked = config.profile === profile;
      const seen = kind.seen(host);
      const option = kind.option(input);
      if (option.state === 'absent' && seen.state !== 'found' && !isAsked)
        return { skipped: seen.state === 'none' && engine.isLocal ? seen.reason : option.reason };
      const base = { evidence: kind.evidence(host, engine) };
      const obstacle = kind.obstacle(input);
      if (option.state === 'possible' || obstacle === null) {
        const code = `${id.toUpperCase()}_READY`;
        return { findings: [{ ...base, code, severity: 'ok', text: option.reason }] };
      }
      const finding: Finding = {
        ...base,
        code: obstacle.cause,
        severity: severityOf(isAsked, option.state),
        text: obstacle.reason,
        consequence: 'No container gets the card, and models run on the CPU',
        fix: { what: obstacle.mend, command: null },
      };
      return { findings: [finding] };
    },
  };
}

/** A card that nobody asked for and that can never be used is worth a note. */
function severityOf(isAsked: boolean, state: 'blocked' | 'absent'): Severity {
  if (isAsked) return 'problem';
  return state === 'blocked' ? 'warning' : 'note';
}
