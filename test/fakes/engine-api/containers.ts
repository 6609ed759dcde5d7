import * as z from 'zod/mini';
import type { FakeEngine } from '../fake-engine.ts';
import { missing } from '../missing.ts';
import { Refusal, type Routes } from './call.ts';
import { inspectedContainer, listedContainer } from './container-json.ts';
import { frame } from './frame.ts';
import { specOf } from './spec-of.ts';

/** Everything under `/containers`, but for exec. */
export const containerRoutes: Routes = {
  'GET /containers/json': async ({ engine }) => {
    const { foreign } = await engine.snapshot('');
    return { status: 200, body: foreign.containers.map(listedContainer) };
  },
  'POST /containers/create': async (call) => {
    const name = call.query.get('name') ?? '';
    const spec = specOf(name, await call.body(), call.version);
    return { status: 201, body: { Id: await call.engine.createContainer(spec), Warnings: [] } };
  },
  'GET /containers/([^/]+)/json': async ({ engine }, id) => ({
    status: 200,
    body: inspectedContainer(await there(engine, id)),
  }),
  'POST /containers/([^/]+)/start': async ({ engine }, id) => {
    if ((await there(engine, id)).status === 'running') return { status: 304 };
    await engine.startContainer(id);
    return { status: 204 };
  },
  'POST /containers/([^/]+)/stop': async ({ engine, query }, id) => {
    if ((await there(engine, id)).status !== 'running') return { status: 304 };
    await engine.stopContainer(id, Number(query.get('t')));
    return { status: 204 };
  },
  'POST /containers/([^/]+)/restart': async ({ engine, query }, id) => {
    await engine.restartContainer(id, Number(query.get('t')));
    return { status: 204 };
  },
  'POST /containers/([^/]+)/kill': async ({ engine, query }, id) => {
    if ((await there(engine, id)).status !== 'running')
      throw new Refusal(409, `Cannot kill container: ${id}: Container ${id} is not running`);
    await engine.killContainer(id, query.get('signal') ?? 'SIGKILL');
    return { status: 204 };
  },
  'POST /containers/([^/]+)/wait': async ({ engine, signal }, id) => ({
    status: 200,
    body: { StatusCode: await engine.waitContainer(id, signal) },
  }),
  'DELETE /containers/([^/]+)': async ({ engine, query }, id) => {
    const { status } = await there(engine, id);
    const force = flagOf(query, 'force');
    if (status === 'running' && !force)
      throw new Refusal(
        409,
        `You cannot remove a running container ${id}. Stop the container before attempting removal or force remove`,
      );
    await engine.removeContainer(id, { force });
    return { status: 204 };
  },
  'GET /containers/([^/]+)/logs': async ({ engine, query, signal, write }, id) => {
    const tail = query.get('tail') ?? 'all';
    const seconds = (name: string) => (query.has(name) ? Number(query.get(name)) : null);
    const lines = engine.logs(id, {
      follow: flagOf(query, 'follow'),
      tail: tail === 'all' ? null : Number(tail),
      since: seconds('since'),
      until: seconds('until'),
      timestamps: flagOf(query, 'timestamps'),
      signal,
    });
    for await (const { stream, time, text } of lines)
      await write(frame(stream, Buffer.from(`${time === null ? '' : `${time} `}${text}\n`)));
    return null;
  },
  'GET /containers/([^/]+)/stats': async ({ engine, signal }, id) => {
    const { memory, memoryLimit, processes } = await engine.stats(id, signal);
    const cpu = (total: number) => ({
      cpu_usage: { total_usage: total },
      system_cpu_usage: total * 100,
      online_cpus: engine.info.cpus,
    });
    return {
      status: 200,
      body: {
        cpu_stats: cpu(2e9),
        precpu_stats: cpu(1e9),
        memory_stats: { usage: memory, limit: memoryLimit, stats: {} },
        pids_stats: { current: processes },
      },
    };
  },
  'PUT /containers/([^/]+)/archive': async ({ engine, query, input, signal }, id) => {
    await engine.putArchive(id, query.get('path') ?? '', input, signal);
    return { status: 200 };
  },
  'HEAD /containers/([^/]+)/archive': async ({ engine, query }, id) => {
    const path = query.get('path') ?? '';
    if (!(await engine.hasPath(id, path))) throw missing('path', path);
    const stat = Buffer.from(JSON.stringify({ name: path })).toString('base64');
    return { status: 200, headers: { 'x-docker-container-path-stat': stat } };
  },
  'GET /containers/([^/]+)/archive': async ({ engine, query, signal, write }, id) => {
    for await (const piece of await engine.getArchive(id, query.get('path') ?? '', signal))
      await write(z.instanceof(Buffer).parse(piece));
    return null;
  },
};

async function there(engine: FakeEngine, id = '') {
  const found = await engine.container(id);
  if (found === null) throw missing('container', id);
  return found;
}

function flagOf(query: URLSearchParams, name: string): boolean {
  return ['1', 'true'].includes(query.get(name) ?? '');
}
