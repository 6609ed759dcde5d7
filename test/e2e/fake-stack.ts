import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { liveClock } from '../../src/live-clock.ts';
import { catalog } from '../../src/stack/catalog.ts';
import { type EngineApi, type EngineApiOptions, startEngineApi } from '../fakes/engine-api.ts';
import { type FakeEngine, type FakeEngineOptions, fakeEngine } from '../fakes/fake-engine.ts';
import { freePort } from '../free-port.ts';
import type { Sandbox } from './sandbox.ts';

/** The built gecko, and an engine in memory that it finds on a socket. */
export interface FakeStack extends Sandbox {
  engine: FakeEngine;
  api: EngineApi;
}

export type FakeStackOptions = EngineApiOptions &
  Pick<FakeEngineOptions, 'info' | 'machine' | 'registry'>;

const runs = { says: ['ready'] };

/** What every `up` pulls, as a registry has it. */
const registry = Object.fromEntries(
  catalog.flatMap(({ image }) =>
    image.from === 'registry' ? [[image.reference, { behaviour: runs }]] : [],
  ),
);

/** An engine that has nothing yet, for the gecko of a sandbox; what another one left in its folders goes. */
export async function openFakeStack(
  sandbox: Sandbox,
  { api, decide, ...world }: FakeStackOptions = {},
): Promise<FakeStack> {
  rmSync(join(sandbox.home, 'gecko'), { recursive: true, force: true });
  const engine = fakeEngine({ clock: liveClock, registry, built: runs, ...world });
  const opened = await startEngineApi(engine, {
    ...(api ? { api } : {}),
    ...(decide ? { decide } : {}),
  });
  const env = {
    DOCKER_HOST: `unix://${opened.socket}`,
    GECKO_RUNTIME: 'docker',
    GECKO_GENERATOR_KIND: 'auto',
    GECKO_PORTS_QDRANT: String(await freePort()),
    GECKO_PORTS_OLLAMA: String(await freePort()),
  };
  const start: Sandbox['start'] = (args, options = {}) =>
    sandbox.start(args, { ...options, env: { ...env, ...options.env } });
  const run: Sandbox['run'] = (args, options) => start(args, options).ended;
  return {
    ...sandbox,
    env: { ...sandbox.env, ...env },
    engine,
    api: opened,
    start,
    run,
    async json(args) {
      const { code, stdout } = await run([...args, '--json']);
      return { code, document: JSON.parse(stdout) };
    },
    close: () => opened.close(),
  };
}
