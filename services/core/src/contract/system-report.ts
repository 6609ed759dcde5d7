import { z } from '@hono/zod-openapi';

/** Texts that people read; whoever shows them takes them for text, never for markup. */
const text = z.string().max(2_000);
const short = z.string().max(300);
const moment = z.iso.datetime().openapi({ description: 'ISO 8601, UTC' });
const bytes = z.number().int().min(0);
const Health = z.enum(['healthy', 'degraded', 'unhealthy']).nullable();
const RunState = z.enum(['running', 'stopped']);

const ReportedService = z.strictObject({
  name: short.openapi({ example: 'qdrant' }),
  state: RunState.openapi({ description: 'running: at least one replica does' }),
  health: Health.openapi({ description: 'the worst of its replicas; null: stopped, or not told' }),
  version: short.nullable(),
  image: short.nullable(),
  url: short.nullable(),
  startedAt: moment.nullable().openapi({ description: 'of the replica that started last' }),
  restarts: z.int().min(0).nullable().openapi({ description: 'of all replicas together' }),
  replicas: z
    .array(
      z.strictObject({
        name: short,
        state: RunState,
        health: Health,
        startedAt: moment.nullable(),
        restarts: z.int().min(0).nullable(),
        detail: text,
      }),
    )
    .max(50),
});

const Proof = z.strictObject({
  at: moment,
  processor: z.enum(['gpu', 'partly', 'cpu']).nullable(),
  code: short,
  text,
  model: short,
  tokensPerSecond: z.number().nullable(),
  evidence: z.array(text).max(50),
});

const Hardware = z.strictObject({
  profile: short.nullable().openapi({
    description: 'cpu, gpu-nvidia, gpu-amd or host; null: the embedded runtime, which has none',
  }),
  reason: text.openapi({ description: 'why this profile; empty where nobody has told' }),
  cpu: z.strictObject({ model: short.nullable(), threads: z.int().min(0) }),
  memory: z.strictObject({ total: bytes.nullable(), available: bytes.nullable() }),
  gpus: z
    .array(
      z.strictObject({
        vendor: z.enum(['nvidia', 'amd', 'intel', 'apple']),
        name: short,
        memory: bytes.nullable().openapi({ description: 'all of it, used or not' }),
      }),
    )
    .max(64),
  proof: Proof.nullable().openapi({ description: 'where the model was seen to run, by its signs' }),
});

const ReportedModels = z.strictObject({
  chosen: short.nullable().openapi({ description: 'the one that is configured' }),
  models: z
    .array(
      z.strictObject({
        name: short,
        size: bytes,
        parameters: short.nullable(),
        quantisation: short.nullable(),
        contextTokens: z.int().nullable(),
        fit: z
          .enum(['gpu', 'partly', 'cpu', 'none'])
          .nullable()
          .openapi({ description: 'where there is room for it; null: not known' }),
        detail: text.openapi({ description: 'the same in words; empty where not known' }),
      }),
    )
    .max(200),
});

const DoctorFindings = z.strictObject({
  healthy: z.boolean(),
  checks: z.int().min(0).openapi({ description: 'how many were made' }),
  findings: z
    .array(
      z.strictObject({
        check: short,
        code: short.openapi({ description: '`gecko explain CODE` tells about it' }),
        severity: z.enum(['ok', 'note', 'warning', 'problem']),
        message: text,
        consequence: text.nullable(),
        hint: text.nullable().openapi({ description: 'what mends it, in words' }),
        command: text.nullable().openapi({ description: 'what mends it, to be copied' }),
        evidence: z.array(text).max(30),
      }),
    )
    .max(300),
});

const Problem = z.strictObject({ code: short, message: text });

const Backups = z.strictObject({
  backups: z
    .array(
      z.strictObject({
        id: short.nullable().openapi({ description: 'null: none came of it' }),
        at: moment,
        what: short.openapi({ example: 'all' }),
        by: z.enum(['hand', 'schedule']),
        size: bytes.nullable(),
        written: bytes.nullable().openapi({ description: 'of these, what was not stored before' }),
        place: text.nullable(),
        verified: z
          .strictObject({ at: moment, restored: z.boolean(), problem: Problem.nullable() })
          .nullable()
          .openapi({ description: 'the last look whether it is whole; null: none is known' }),
        problem: Problem.nullable(),
      }),
    )
    .max(20)
    .openapi({ description: 'the last ones that are remembered, the newest first' }),
  schedule: z
    .strictObject({
      text: short,
      next: moment.nullable(),
      overdueSince: moment.nullable(),
      last: z.strictObject({ at: moment, problem: Problem.nullable() }).nullable(),
    })
    .nullable()
    .openapi({ description: 'null: none is set' }),
});

/** What each part of a report holds; `PUT /system` takes one or several. */
export const reportParts = {
  services: z.array(ReportedService).max(30),
  hardware: Hardware,
  models: ReportedModels,
  doctor: DoctorFindings,
  backups: Backups,
} as const;

export type ReportPart = keyof typeof reportParts;
export type ReportValues = { [Part in ReportPart]: z.infer<(typeof reportParts)[Part]> };

/** Parts of what gecko has seen; of those that are left out, what was told before stays. */
export const SystemReport = z
  .strictObject({
    services: reportParts.services.optional(),
    hardware: reportParts.hardware.optional(),
    models: reportParts.models.optional(),
    doctor: reportParts.doctor.optional(),
    backups: reportParts.backups.optional(),
  })
  .refine((parts) => Object.values(parts).some((part) => part !== undefined), {
    error: 'at least one part is needed',
  })
  .openapi('SystemReport');
export type SystemReport = z.infer<typeof SystemReport>;

export const SystemKept = z
  .object({
    parts: z.array(z.string()),
    kept: z.enum(['store', 'memory']).openapi({
      description:
        'memory: the store does not take it now; this replica tells it, and puts it there when it can',
    }),
  })
  .openapi('SystemKept');
export type SystemKept = z.infer<typeof SystemKept>;
