import type { Check } from '../check.ts';
import { judgeEngineMode } from '../judge/judge-engine-mode.ts';

/** How the engine runs: with or without root, SELinux, remapped users, and which cgroup. */
export const engineMode: Check = {
  id: 'engine-mode',
  title: 'how the engine runs',
  runtimes: ['docker'],
  deadline: 15_000,
  async run(facts) {
    const { info } = await facts.engine();
    return { findings: judgeEngineMode(info, facts.runtime.config) };
  },
};
