import { createRoute } from '@hono/zod-openapi';
import { System } from '../../contract/system.ts';
import { SystemKept, SystemReport } from '../../contract/system-report.ts';
import { reasonOf } from '../../reason-of.ts';
import { type LiveFacts, lookLive } from '../../system/look-live.ts';
import { createReportKeeper, type KeptReport } from '../../system/report-keeper.ts';
import { renew, tellReport, withSeen } from '../../system/tell-report.ts';
import type { App, RouteTools } from '../environment.ts';
import { answers } from '../error-answers.ts';
import { jsonBody } from '../json-body.ts';
import { summariseMetrics } from '../summarise-metrics.ts';

/** Bytes of a report: some hundred findings with what shows them. */
const REPORT_BYTES = 512 * 1024;

/** Milliseconds for which one look does for all who ask. */
const LOOK_HOLDS = 1_000;

const routes = [
  createRoute({
    method: 'get',
    path: '/system',
    summary: 'What this backend sees live, and what gecko told last of the whole, with its age',
    responses: answers(System, 'The system'),
  }),
  createRoute({
    method: 'put',
    path: '/system',
    summary: 'Tells what gecko has seen, one or several parts; others stay',
    security: [{ token: [] }],
    request: {
      body: { required: true, content: { 'application/json': { schema: SystemReport } } },
    },
    responses: answers(SystemKept, 'Kept'),
  }),
];

export function registerSystem(app: App, { core, service, metrics }: RouteTools): void {
  for (const route of routes) app.openAPIRegistry.registerPath(route);
  const { config, clock, log } = core;
  const keeper = createReportKeeper(core.store, { clock, log });
  // What this process has seen it can tell while the store is away.
  void keeper.read();
  const began = { now: clock.now(), monotonic: clock.monotonic() };
  let look: { until: number; facts: Promise<LiveFacts> } | null = null;

  app.get('/system', async (context) => {
    const [facts, kept, observed, measured] = await Promise.all([
      lookNow(),
      keeper.read(),
      observe(),
      summariseMetrics(metrics, clock),
    ]);
    const now = clock.now();
    return context.json({
      project: config.project,
      runtime: config.store?.kind === 'qdrant' ? ('docker' as const) : ('embedded' as const),
      live: {
        at: new Date(now).toISOString(),
        service: {
          name: service,
          version: config.version,
          instance: config.instance,
          startedAt: new Date(began.now).toISOString(),
          uptime: Math.round((clock.monotonic() - began.monotonic) / 1_000),
        },
        ...facts,
        metrics: measured,
      },
      report: tellReport(withSeen(kept, observed), now),
      renew,
    });
  });

  app.put('/system', async (context) => {
    const signal = context.get('signal');
    const report = await jsonBody(context.req.raw, SystemReport, REPORT_BYTES, signal);
    return context.json({ parts: Object.keys(report), kept: await keeper.put(report) });
  });

  function lookNow(): Promise<LiveFacts> {
    const time = clock.monotonic();
    if (look === null || time >= look.until)
      look = { until: time + LOOK_HOLDS, facts: lookLive(core) };
    return look.facts;
  }

  async function observe(): Promise<KeptReport> {
    try {
      const seen = Object.entries((await core.observe?.()) ?? {});
      const at = clock.now();
      return Object.fromEntries(seen.map(([part, value]) => [part, { at, value }]));
    } catch (error) {
      log('warn', 'the system around could not be looked at', { reason: reasonOf(error) });
      return {};
    }
  }
}
