import { newestFile } from '../../../state/newest-file.ts';
import type { Check } from '../check.ts';
import { ifThere } from '../if-there.ts';
import { judgeClock } from '../judge/judge-clock.ts';

/** This machine's clock against the engine's, and against what gecko wrote before. */
export const clock: Check = {
  id: 'clock',
  title: 'clock',
  runtimes: ['docker', 'embedded'],
  deadline: 15_000,
  async run(facts) {
    const { kind, runtime } = facts;
    const engine = kind === 'docker' ? await ifThere(facts.engine()) : null;
    const engineAhead = engine?.info.clockAhead ?? null;
    const newest = newestFile(runtime.paths.project.folder);
    return { findings: judgeClock({ now: runtime.clock.now(), engineAhead, newest }) };
  },
};
