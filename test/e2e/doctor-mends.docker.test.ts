import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putTar } from '../../src/engine/execute/put-tar.ts';
import { tarOfFiles } from '../../src/engine/execute/tar-of-files.ts';
import { askEngine } from '../engine/ask-engine.ts';
import { until } from './sandbox.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

interface Found {
  id: string;
  findings: { code: string; severity: string; text: string; toldBy: string | null }[];
}

/** Programs that hang, doors that are open and containers of yesterday, on a real engine: what doctor's fixes make of them. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('what gecko doctor --fix mends', () => {
  const { signal } = new AbortController();
  let gecko: StackSandbox;
  beforeAll(async () => {
    gecko = await openStack('mends');
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
    await gecko.ok('up');
    await gecko.ok('ingest', 'pump.md');
  });
  afterAll(() => gecko?.close());

  const only = (ids: readonly string[]) => ids.flatMap((id) => ['--only', id]);
  async function doctor(...ids: string[]) {
    const { code, document } = await gecko.json(['doctor', ...only(ids)]);
    const found = (document.checks as Found[]).flatMap(({ findings }) => findings);
    return { code, found, codes: found.map((one) => one.code) };
  }
  /**
   * Mends what these checks find, and looks at all.
   * @param thaw lets a program go on that stands still, once it is told to end: it would be killed half a
   *   minute later
   */
  async function mended(id: string, thaw: () => void = () => {}) {
    const fix = gecko.start(['doctor', '--fix', '--yes', '--only', id]);
    await Promise.race([fix.said(/Restarting/).then(thaw), fix.ended]);
    const { code, stderr } = await fix.ended;
    expect(code, stderr).toBe(0);
    const { found } = await doctor();
    return found.filter(({ severity }) => severity === 'problem' || severity === 'warning');
  }
  const nameOf = (service: string) => `${gecko.project}-${service}-1`;
  const inspect = async (service: string) => {
    const found = await gecko.engine.container(nameOf(service));
    if (!found) throw new Error(`no ${service}`);
    return found;
  };
  const inspectRaw = async (service: string) =>
    JSON.parse(await askEngine('GET', `/containers/${nameOf(service)}/json`));
  /** All its programs stand still, and nobody is told. @returns what lets them go on */
  async function freeze(service: string): Promise<() => void> {
    const path = `/containers/${nameOf(service)}/top?ps_args=-o%20pid`;
    const { Processes } = JSON.parse(await askEngine('GET', path)) as { Processes: [string][] };
    const pids = Processes.map(([pid]) => Number(pid));
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    return () => {
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    };
  }

  it('restarts a Qdrant that hangs, and tells of it once', async () => {
    const thaw = await freeze('qdrant');
    const { code, found } = await doctor('qdrant', 'names', 'backends');
    expect(code).toBe(4);
    const told = found.filter(({ severity, toldBy }) => severity === 'problem' && toldBy === null);
    expect(told).toMatchObject([{ code: 'QDRANT_SILENT' }]);
    expect(await mended('qdrant', thaw)).toEqual([]);
  });

  it('restarts a backend that hangs', async () => {
    const thaw = await freeze('rag');
    const { code, codes } = await doctor('backends');
    expect({ code, codes }).toMatchObject({ code: 4, codes: ['BACKENDS', 'BACKEND_FAILED'] });
    expect(await mended('backends', thaw)).toEqual([]);
  });

  interface Remade {
    Labels: Record<string, string>;
    Healthcheck: Record<string, number>;
  }
  /** Its container again, with something changed. */
  async function remake(service: string, change: (config: Remade) => void): Promise<void> {
    const { Config, HostConfig, NetworkSettings, Id } = await inspectRaw(service);
    change(Config);
    await gecko.engine.removeContainer(Id, { force: true });
    const networks = Object.entries<{ NetworkID: string; Aliases: string[] }>(
      NetworkSettings.Networks,
    ).map(([name, { NetworkID, Aliases }]) => ({ name, id: NetworkID, aliases: Aliases }));
    const [first, ...others] = networks;
    const EndpointsConfig = first ? { [first.name]: { Aliases: first.aliases } } : {};
    const spec = { ...Config, HostConfig, NetworkingConfig: { EndpointsConfig } };
    const made = await askEngine('POST', `/containers/create?name=${nameOf(service)}`, {}, spec);
    // This engine joins one network at a time.
    const { Id: id } = JSON.parse(made);
    for (const other of others) await gecko.engine.connectNetwork(other.id, id, other.aliases);
    await gecko.ok('start', service);
  }

  it('restarts a container whose health check fails', async () => {
    // Sooner than after half a minute.
    await remake('ollama', ({ Healthcheck }) => {
      Object.assign(Healthcheck, { Interval: 1e9, Timeout: 1e9, StartPeriod: 0, Retries: 1 });
    });
    const thaw = await freeze('ollama');
    await until(async () => {
      const { containers } = await gecko.engine.snapshot(gecko.project);
      return containers.find(({ name }) => name === nameOf('ollama'))?.health === 'unhealthy';
    });
    const { code, found } = await doctor('services', 'restarts', 'ollama');
    expect(code).toBe(4);
    const told = found.filter(({ severity, toldBy }) => severity === 'problem' && toldBy === null);
    expect(told).toMatchObject([{ code: 'SERVICE_UNHEALTHY' }]);
    expect(await mended('services', thaw)).toEqual([]);
  });

  it('restarts a door that hangs', async () => {
    const thaw = await freeze('web');
    const { code, codes } = await doctor('door');
    expect({ code, codes: new Set(codes) }).toEqual({ code: 4, codes: new Set(['DOOR_ROUTE']) });
    expect(await mended('door', thaw)).toEqual([]);
  });

  /** Writes over a file of a service's configuration, as somebody with access to the engine may. */
  async function overwrite(service: string, name: string, change: (text: string) => string) {
    const { id } = await inspect(service);
    let text = '';
    const run = await gecko.engine.exec(id, {
      command: ['cat', `/run/gecko/${name}`],
      onOutput: (stream, bytes) => {
        if (stream === 'stdout') text += bytes;
      },
      signal,
    });
    expect(run).toBe(0);
    const content = change(text);
    expect(content).not.toBe(text);
    const volume = { name: `${gecko.project}_${service}_config`, image: 'gecko-test/busybox:1' };
    const tar = tarOfFiles([{ name, content }], '1000:1000');
    await putTar(gecko.engine, { ...volume, labels: {} }, tar, signal);
    await gecko.ok('restart', service);
  }

  it('gives a Qdrant that lets everybody in its key back', async () => {
    await overwrite('qdrant', 'qdrant.yaml', (text) => text.replaceAll(/^.*api_key:.*$/gm, ''));
    expect(await doctor('qdrant')).toMatchObject({
      code: 4,
      codes: expect.arrayContaining(['QDRANT_OPEN']),
    });
    expect(await mended('qdrant')).toEqual([]);
  });

  it('makes backends anew that another version of gecko made', async () => {
    await remake('rag', ({ Labels }) => {
      Labels['dev.gecko.version'] = '0.0.1';
    });
    const { code, found } = await doctor('backends');
    expect(code).toBe(0);
    expect(found).toContainEqual(
      expect.objectContaining({
        code: 'BACKEND_OTHER',
        text: expect.stringMatching(/^rag is of gecko 0\.0\.1/),
      }),
    );
    expect(await mended('backends')).toEqual([]);
  });

  it('runs the image that was fetched since a container was made', async () => {
    const { Image } = await inspectRaw('ollama');
    await askEngine('POST', `/images/${Image}/tag?repo=gecko-test/drift&tag=1`);
    Object.assign(gecko.env, { GECKO_IMAGES_OLLAMA: 'gecko-test/drift:1' });
    await gecko.ok('up');
    const { id: before } = await inspect('ollama');
    const made = await askEngine(
      'POST',
      `/commit?container=${nameOf('ollama')}&repo=gecko-test/drift&tag=1`,
      {},
      {},
    );
    // As gecko pull records it.
    const path = join(gecko.home, 'gecko.lock.json');
    const lock = JSON.parse(readFileSync(path, 'utf8'));
    const [services] = Object.values<Record<string, { id: string }>>(lock.platforms);
    if (services?.ollama) services.ollama.id = JSON.parse(made).Id;
    writeFileSync(path, JSON.stringify(lock));
    expect(await doctor('images')).toMatchObject({ code: 0, codes: ['IMAGE_DRIFT'] });
    expect(await mended('images')).toEqual([]);
    expect((await inspect('ollama')).id).not.toBe(before);
  });
});
