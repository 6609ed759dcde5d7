import { catalog } from '../../../stack/catalog.ts';
import { labelNames } from '../../../stack/labels.ts';
import type { ServiceName } from '../../../stack/service-spec.ts';
import { dockerVerb } from '../../docker/verbs.ts';
import type { Check, Finding } from '../check.ts';

/** What users lose while a service does not run. */
const consequences: Record<ServiceName, string> = {
  qdrant: 'Nothing is found in the documents, and none can be taken in',
  ollama: 'No answer is written; sentences of the documents are shown instead',
  rag: 'gecko ask has no answer from the backend rag',
  qa: 'gecko ask --backend qa has no answer',
  corpus: 'No documents can be taken in',
  web: 'No port of the project answers: the door to everything is closed',
};

/** Every container of the stack is there and runs. */
export const services: Check = {
  id: 'services',
  title: 'services',
  runtimes: ['docker'],
  deadline: 15_000,
  async run(facts) {
    const { seen } = await facts.project();
    if (seen.containers.length === 0)
      return {
        findings: [
          {
            code: 'NOT_STARTED',
            severity: 'problem',
            text: 'The project has no containers',
            fix: { what: 'bring the stack up', command: 'gecko up' },
          },
        ],
      };
    const stopped = seen.containers.filter(({ status }) => status !== 'running');
    const findings = stopped.map(({ name, statusText, labels }): Finding => {
      const service = labels[labelNames.service] as ServiceName;
      return {
        code: 'SERVICE_STOPPED',
        severity: 'problem',
        text: `${service} does not run (${name})`,
        consequence: consequences[service] ?? '',
        evidence: [statusText],
        fix: {
          what: `start ${service}`,
          command: `gecko start ${service}`,
          apply: async () => {
            await dockerVerb('start', [service], facts.runtime);
          },
        },
      };
    });
    if (findings.length > 0) return { findings };
    const names = catalog
      .map(({ name }) => name)
      .filter((name) => seen.containers.some(({ labels }) => labels[labelNames.service] === name));
    return {
      findings: [{ code: 'SERVICES', severity: 'ok', text: `${names.join(', ')} run` }],
    };
  },
};
