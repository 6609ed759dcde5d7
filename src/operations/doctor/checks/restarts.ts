import { labelNames } from '../../../stack/labels.ts';
import type { ServiceName } from '../../../stack/service-spec.ts';
import type { Check, Finding } from '../check.ts';
import { judgeRestarts } from '../judge/judge-restarts.ts';
import { lastWordsOf } from '../last-words.ts';

/** Containers that end again and again, or that were ended for lack of memory. */
export const restarts: Check = {
  id: 'restarts',
  title: 'restarts and lack of memory',
  runtimes: ['docker'],
  deadline: 20_000,
  async run(facts, signal) {
    const { runtime } = facts;
    const { engine, seen } = await facts.project();
    if (seen.containers.length === 0) return { skipped: 'The project has no containers' };
    const now = runtime.clock.now() + (engine.info.clockAhead ?? 0);
    const tools = { engine, config: runtime.config, signal };
    const findings = await Promise.all(
      seen.containers.map(async ({ id, labels }) => {
        const details = await engine.container(id);
        if (details === null) return [];
        const service = labels[labelNames.service] as ServiceName;
        return Promise.all(
          judgeRestarts(details, service, now).map(async (finding): Promise<Finding> => {
            if (finding.severity === 'note') return finding;
            const log = await lastWordsOf(id, service, tools);
            return {
              ...finding,
              evidence: [...(finding.evidence ?? []), ...log],
            };
          }),
        );
      }),
    );
    const found = findings.flat();
    if (found.length > 0) return { findings: found };
    const text = 'No container was started again by the engine, or ended for lack of memory';
    return { findings: [{ code: 'RESTARTS', severity: 'ok', text }] };
  },
};
