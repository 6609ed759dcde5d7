import type { ResolvedConfig } from '../../../config/schema.ts';
import type { ContainerState } from '../../../engine/objects.ts';
import { labelNames } from '../../../stack/labels.ts';
import type { ServiceName } from '../../../stack/service-spec.ts';
import { dockerVerb } from '../../docker/verbs.ts';
import type { Check, Finding, Fix } from '../check.ts';
import type { DoctorFacts } from '../facts.ts';
import { judgeWay, type LookedWay } from '../judge/judge-way.ts';
import { ownBackend } from '../own-backend.ts';
import { upFix } from '../up-fix.ts';
import { waysInside } from '../ways-inside.ts';

/** Whether a backend finds and reaches what it asks, from inside its container. */
export const names: Check = {
  id: 'names',
  title: 'names and ways between containers',
  runtimes: ['docker'],
  deadline: 20_000,
  async run(facts, signal) {
    const { runtime } = facts;
    const { engine, seen } = await facts.project();
    const container = await ownBackend(facts);
    if (container === null)
      return { skipped: 'It is looked at from inside rag or qa, and neither runs' };
    const from = container.labels[labelNames.service] ?? 'rag';
    const ways = waysOf(runtime.config, seen.containers, from);
    const urls = ways.map(({ name, port, path }) => `http://${name}:${port}${path}`);
    const gone = await waysInside(engine, container.id, urls, signal);
    if (gone === null)
      return { skipped: `Nothing could be run inside ${container.name} to look from there` };
    const findings = ways.flatMap((way, index): Finding[] => {
      const went = gone[index];
      const finding = went ? judgeWay(way, went) : null;
      const about = `service ${way.behind === '' ? way.service : way.name}`;
      if (finding === null) return [];
      const evidence = [`from inside ${container.name}: GET ${urls[index]}`];
      return [{ ...finding, evidence, about, fix: fixOf(finding, way, seen.containers, facts) }];
    });
    if (findings.length > 0) return { findings };
    const reached = ways.map(({ name, behind }) => (behind === '' ? name : behind)).join(' and ');
    const text = `${from} finds and reaches ${reached}`;
    return { findings: [{ code: 'NAMES', severity: 'ok', text, evidence: urls }] };
  },
};

type LookedPath = LookedWay & {
  name: ServiceName;
  path: string;
  /** Who answers to the name. */
  service: ServiceName;
};

function waysOf(
  { generator }: Pick<ResolvedConfig, 'generator'>,
  containers: readonly ContainerState[],
  from: string,
): LookedPath[] {
  const qdrant: LookedPath = {
    ...{ from, name: 'qdrant', service: 'qdrant', port: 6333, path: '/readyz' },
    ...{ behind: '', isForeign: false },
  };
  const { kind, url } = generator;
  if (kind === 'extractive' || kind === 'gguf') return [qdrant];
  const isContainer = containers.some(({ labels }) => labels[labelNames.service] === 'ollama');
  // Where Ollama is no container of the project, the door stands in for it.
  const behind = url === undefined ? "the Ollama of the engine's machine" : new URL(url).origin;
  const isForeign = kind === 'openai';
  const path =
    isForeign && url ? `${new URL(url).pathname.replace(/\/$/, '')}/models` : '/api/version';
  return [
    qdrant,
    {
      ...{ from, name: 'ollama', service: isContainer ? 'ollama' : 'web', port: 11434, path },
      ...{ behind: isContainer ? '' : behind, isForeign },
    },
  ];
}

/** Starts what is stopped, restarts what is deaf, and makes anew what has lost its name. */
function fixOf(
  { code }: Finding,
  { service, behind }: LookedPath,
  containers: readonly ContainerState[],
  facts: DoctorFacts,
): Fix {
  if (code === 'OLLAMA_UNREACHED')
    return {
      what: `see that ${behind} runs and listens where containers reach it, not on 127.0.0.1 alone; docs/language-models.md says how`,
      command: null,
    };
  const own = containers.filter(({ labels }) => labels[labelNames.service] === service);
  if (own.length === 0) return upFix('bring the stack up', facts);
  const verb = (name: 'start' | 'restart'): Fix => ({
    what: `${name} ${service}`,
    command: `gecko ${name} ${service}`,
    apply: async () => {
      await dockerVerb(name, [service], facts.runtime);
    },
  });
  if (own.some(({ status }) => status !== 'running')) return verb('start');
  return code === 'NAME_UNKNOWN'
    ? upFix(`make the container of ${service} anew, in its networks`, facts, service)
    : verb('restart');
}
