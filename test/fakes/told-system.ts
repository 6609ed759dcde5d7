import type { Backend } from '../../web/src/api/backend.ts';
import type { Schemas } from '../../web/src/api/schema.d.ts';
import { systemOf, type Told } from './system-of.ts';

type System = Schemas['System'];
type Report = System['report'];
type Value<Part extends keyof Report> = NonNullable<Report[Part]>['value'];

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** What a backend of a stack in containers tells after gecko has told it everything, so many seconds ago. */
export function toldSystem(
  name: Backend,
  { age = 120, ...told }: Told & { age?: number } = {},
): System {
  const part = <Told>(value: Told, renew: string) => ({
    ...{ at: ago(age), age, stale: age > 600, renew, value },
  });
  return systemOf(name, {
    live: { ollama: ollama() },
    report: {
      services: part(services(), 'gecko status'),
      hardware: part(hardware, 'gecko up'),
      models: part(models, 'gecko model list'),
      doctor: part(doctor, 'gecko doctor'),
      backups: part(backups(), 'gecko status'),
    },
    ...told,
  });
}

function ago(seconds: number): string {
  return new Date(Date.now() - seconds * 1_000).toISOString();
}

const llama = { name: 'llama3:latest', parameters: '8.0B', quantisation: 'Q4_0' };
const phi = { name: 'phi4-mini:latest', parameters: '3.8B', quantisation: 'Q4_K_M' };
const large = { name: 'llama3.3:70b', parameters: '70.6B', quantisation: 'Q4_K_M' };

function ollama(): System['live']['ollama'] {
  return {
    version: '0.35.0',
    installed: [
      { ...llama, size: 4_445 * MIB },
      { ...phi, size: 2_376 * MIB },
      { ...large, size: 40_550 * MIB },
    ],
    loaded: [
      {
        ...{ name: llama.name, size: 5_000 * MIB, sizeGpu: 3_100 * MIB, device: 'partly' },
        ...{ contextTokens: 4_096, expiresAt: null },
      },
    ],
  };
}

function services(): Value<'services'> {
  const one = (name: string, version: string, url: string | null = null) => {
    const running = { state: 'running', health: 'healthy', startedAt: ago(93_000) } as const;
    const replica = (number: number) => ({
      ...{ ...running, name: `gecko-${name}-${number}`, restarts: number - 1 },
      detail: 'Up 26 hours (healthy)',
    });
    const replicas = name === 'rag' ? [replica(1), replica(2)] : [replica(1)];
    const restarts = replicas.reduce((sum, { restarts: count }) => sum + count, 0);
    return { ...running, name, version, image: null, url, restarts, replicas };
  };
  return [
    one('qdrant', 'v1.15.4'),
    one('ollama', '0.35.0'),
    one('rag', '0.1.0', 'http://localhost:8000'),
    one('qa', '0.1.0', 'http://localhost:8002'),
    one('web', '1.29', 'http://localhost:8081'),
  ];
}

const hardware: Value<'hardware'> = {
  profile: 'gpu-nvidia',
  reason: 'an NVIDIA card is there, and the engine hands it out',
  cpu: { model: 'AMD Ryzen 9 7950X 16-Core Processor', threads: 32 },
  memory: { total: 64 * GIB, available: 41.5 * GIB },
  gpus: [{ vendor: 'nvidia', name: 'NVIDIA GeForce RTX 4060', memory: 8 * GIB }],
  proof: {
    at: '2026-01-01T00:00:00.000Z',
    processor: 'partly',
    code: 'GPU_PARTLY',
    text: '20 of 33 layers of llama3 lie on the graphics card, the rest in main memory',
    model: 'llama3',
    tokensPerSecond: 21.4,
    evidence: ['Ollama says: 62 % on the card', 'The driver says: ollama holds 3.1 GiB'],
  },
};

const models: Value<'models'> = {
  chosen: 'llama3',
  models: [
    {
      ...{ ...llama, size: 4_445 * MIB, contextTokens: 8_192, fit: 'partly' as const },
      detail: '20 of 33 layers fit on the graphics card',
    },
    {
      ...{ ...phi, size: 2_376 * MIB, contextTokens: 8_192, fit: 'gpu' as const },
      detail: 'fits on the graphics card',
    },
    {
      ...{ ...large, size: 40_550 * MIB, contextTokens: 8_192, fit: 'none' as const },
      detail: 'lacks 12.3 GiB of memory',
    },
  ],
};

type Finding = Value<'doctor'>['findings'][number];

const finding = (severity: Finding['severity'], message: string, more: Partial<Finding> = {}) => ({
  ...{ check: 'weights', code: 'WEIGHTS_MISSING', severity, message },
  ...{ consequence: null, hint: null, command: null, evidence: [] },
  ...more,
});

const doctor: Value<'doctor'> = {
  healthy: false,
  checks: 24,
  findings: [
    finding('ok', 'No proxy is set'),
    finding('note', 'Backups go to the disk that the data lies on', {
      consequence: 'They do not survive that disk.',
    }),
    finding('warning', 'The embedding weights could not be had', {
      consequence: 'Documents are found by their words alone, not by meaning.',
      hint: 'Name a folder that has them in weights.folder',
      command: 'gecko down && gecko up',
      evidence: ['the cache does not have them'],
    }),
    finding('problem', 'The door shows documents to other machines <b>now</b>', {
      hint: 'Close it',
      command: 'gecko up --bind 127.0.0.1',
    }),
  ],
};

function backups(): Value<'backups'> {
  const made = { size: 2_200 * MIB, written: 12 * MIB, place: '/var/lib/gecko/backups' };
  const problem = { code: 'NO_SPACE', message: 'The bucket s3://attic/gecko takes no more' };
  return {
    backups: [
      {
        ...{ ...made, id: 'b7f31c', at: ago(40_000), what: 'all', by: 'schedule' as const },
        verified: { at: ago(30_000), restored: true, problem: null },
        problem: null,
      },
      {
        ...{ ...made, id: 'a1b2c3', at: ago(126_000), what: 'qdrant', by: 'hand' as const },
        ...{ verified: null, problem: null },
      },
      {
        ...{ id: null, at: ago(226_000), what: 'all', by: 'schedule' as const },
        ...{ size: null, written: null, place: 's3://attic/gecko', verified: null, problem },
      },
    ],
    schedule: { text: 'every day at 03:00', next: ago(-40_000), overdueSince: null, last: null },
  };
}
