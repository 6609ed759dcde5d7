import { z } from '@hono/zod-openapi';
import { GeneratorInfo } from './ask.ts';
import { Device } from './device.ts';
import { DependencyState } from './health.ts';
import { reportParts } from './system-report.ts';

/** A histogram since the process began: of two looks, the difference is what came between them. */
export const Distribution = z
  .object({
    count: z.int(),
    sum: z.number().openapi({ description: 'seconds' }),
    buckets: z
      .array(z.object({ le: z.number().nullable(), count: z.int() }))
      .openapi({ description: 'how many took at most `le` seconds; null: any time' }),
  })
  .openapi('Distribution');
export type Distribution = z.infer<typeof Distribution>;

/** Counts since the process began, so that a page which looks every few seconds can draw rates. */
export const LiveMetrics = z
  .object({
    at: z.string().openapi({ description: 'ISO 8601, UTC' }),
    memory: z.object({
      resident: z.int().openapi({ description: 'bytes of the process' }),
    }),
    requests: z
      .object({
        total: z.int(),
        errors: z.int().openapi({ description: 'of these, those with a status of 500 or more' }),
        inFlight: z.int(),
        seconds: Distribution,
      })
      .openapi({
        description:
          'without those that only look: /system, /health, /ready, /metrics; seconds until the headers',
      }),
    answers: z.object({
      total: z.int(),
      seconds: Distribution.openapi({ description: 'whole answers' }),
      firstToken: Distribution.openapi({ description: 'seconds until the first word' }),
      tokens: z.int().openapi({ description: 'that the language model wrote, where it tells' }),
    }),
    embedding: z.object({ tokens: z.int() }),
  })
  .openapi('LiveMetrics');
export type LiveMetrics = z.infer<typeof LiveMetrics>;

/** The Ollama that the backend reaches, whether or not it is what answers. */
export const LiveOllama = z
  .object({
    version: z.string().nullable(),
    loaded: z.array(
      z.object({
        name: z.string(),
        size: z.int().openapi({ description: 'bytes in memory, all of it' }),
        sizeGpu: z.int().openapi({ description: 'of these on a graphics card' }),
        device: Device,
        contextTokens: z.int().nullable(),
        expiresAt: z.string().nullable().openapi({ description: 'when it is let go' }),
      }),
    ),
    installed: z.array(
      z.object({
        name: z.string(),
        size: z.int().openapi({ description: 'bytes on disk' }),
        parameters: z.string().nullable().openapi({ example: '8.0B' }),
        quantisation: z.string().nullable().openapi({ example: 'Q4_0' }),
      }),
    ),
  })
  .openapi('LiveOllama');
export type LiveOllama = z.infer<typeof LiveOllama>;

export const SystemLive = z
  .object({
    at: z.string().openapi({ description: 'ISO 8601, UTC' }),
    service: z.object({
      name: z.enum(['rag', 'qa']),
      version: z.string(),
      instance: z.string().openapi({ description: 'random id of this process, or replica' }),
      startedAt: z.string(),
      uptime: z.number().openapi({ description: 'seconds' }),
    }),
    ready: z.boolean().openapi({ description: 'whether questions can be answered' }),
    dependencies: z.array(
      DependencyState.extend({
        milliseconds: z.number().openapi({ description: 'that it took to tell' }),
      }),
    ),
    generator: GeneratorInfo.extend({
      device: Device.nullable().openapi({ description: 'null: not loaded now, or not known' }),
    })
      .nullable()
      .openapi({ description: 'what answers now; null: it cannot be told' }),
    ollama: LiveOllama.nullable().openapi({ description: 'null: none answers, or none is used' }),
    metrics: LiveMetrics,
  })
  .openapi('SystemLive');
export type SystemLive = z.infer<typeof SystemLive>;

function reported<Value extends z.ZodType>(value: Value) {
  return z
    .object({
      at: z.string().openapi({ description: 'ISO 8601, UTC: when this was told' }),
      age: z.number().openapi({ description: 'seconds' }),
      stale: z.boolean().openapi({ description: 'older than ten minutes' }),
      renew: z.string().openapi({
        description: 'the command that tells it anew',
        example: 'gecko doctor',
      }),
      value,
    })
    .nullable();
}

/** `GET /system` */
export const System = z
  .object({
    project: z.string(),
    runtime: z.enum(['docker', 'embedded']),
    live: SystemLive.openapi({ description: 'what this backend sees itself, now' }),
    report: z
      .object({
        services: reported(reportParts.services),
        hardware: reported(reportParts.hardware),
        models: reported(reportParts.models),
        doctor: reported(reportParts.doctor),
        backups: reported(reportParts.backups),
      })
      .openapi({
        description:
          'what gecko told last, each part with its age; null: nothing yet. The embedded runtime computes what it can, which is then of now',
      }),
    renew: z
      .object({
        services: z.string(),
        hardware: z.string(),
        models: z.string(),
        doctor: z.string(),
        backups: z.string(),
      })
      .openapi({ description: 'the command that tells each part, also one that was never told' }),
  })
  .openapi('System');
export type System = z.infer<typeof System>;
