import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askEngine } from '../engine/ask-engine.ts';
import { openRegistry, type Registry, registryUser } from '../engine/registry.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

const signal = new AbortController().signal;
const auth = (user: string) => ({ auth: Buffer.from(user).toString('base64') });

/** `gecko pull` against Docker's own registry, an open one and one that asks for a password. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('pull from a real registry', () => {
  let gecko: StackSandbox;
  let open: Registry;
  let guarded: Registry;
  const configure = (qdrant: string) =>
    writeFileSync(
      join(gecko.home, 'gecko.yaml'),
      `images: { web: "gecko-test/nginx:1", qdrant: "${qdrant}", ollama: "gecko-test/ollama:1", base: "gecko-test/node:1" }\n`,
    );
  const login = (config: object) => {
    mkdirSync(join(gecko.home, '.docker'), { recursive: true });
    writeFileSync(join(gecko.home, '.docker', 'config.json'), JSON.stringify(config));
  };
  const locked = () =>
    JSON.parse(readFileSync(join(gecko.home, 'gecko.lock.json'), 'utf8')).platforms['linux/amd64'];
  beforeAll(async () => {
    gecko = await openStack('registry');
    open = await openRegistry();
    guarded = await openRegistry({ asksPassword: true });
    await buildLarge(gecko);
  });
  afterAll(async () => {
    await gecko?.close();
    await open?.close();
    await guarded?.close();
  });

  it('brings an image layer by layer, tells its digest, and records it', async () => {
    const name = await open.push('gecko-test/qdrant:1', 'stack/qdrant:1');
    configure(name);
    await forget(name);
    const first = await gecko.run(['pull', 'qdrant']);
    expect(first).toMatchObject({ code: 0 });
    expect(first.stdout).toMatch(/1 images are new.*sha256:[0-9a-f]{64} +\(qdrant\)/s);
    expect(locked().qdrant).toMatchObject({
      reference: name,
      digest: expect.stringMatching(/stack\/qdrant@sha256:/),
    });
    expect(await gecko.ok('pull', 'qdrant')).toMatchObject({ changed: 0 });
    expect(await gecko.names()).toEqual([]);
  });

  it('takes up an image that the registry has anew under the same tag', async () => {
    const name = await open.push('gecko-test/busybox:1', 'stack/moving:1');
    configure(name);
    await gecko.ok('pull', 'qdrant');
    const before = locked().qdrant.id;
    await open.push('gecko-test/qdrant:1', 'stack/moving:1');
    // The push has named that one here, too.
    await tagged('gecko-test/busybox:1', name);
    expect(await gecko.ok('pull', 'qdrant')).toMatchObject({ changed: 1 });
    expect(locked().qdrant.id).not.toBe(before);
  });

  it('keeps what was made here, and says so', async () => {
    configure('gecko-test/qdrant:1');
    const { code, stderr, stdout } = await gecko.run(['pull']);
    expect(code).toBe(0);
    expect(stderr).toContain('gecko-test/qdrant:1 (qdrant) is kept');
    expect(stderr).toContain('is built, not pulled: gecko build');
    expect(stdout).toContain('All images are as they were');
  });

  it('rows 10, 12: tells which image and platform the registry does not have', async () => {
    configure(`${open.host}/stack/qdrant:9`);
    const { code, stderr } = await gecko.run(['pull']);
    expect(code).toBe(1);
    expect(stderr).toContain(`${open.host}/stack/qdrant:9`);
    expect(stderr).toContain('linux/amd64');
    expect(stderr).toContain('manifest unknown');
  });

  it('goes on where a connection was cut', async () => {
    const name = await open.push('gecko-test/large:1', 'stack/large:1');
    configure(name);
    await forget(name);
    await forget('gecko-test/large:1');
    open.cut(2, 3_000_000);
    expect(await gecko.ok('pull', 'qdrant')).toMatchObject({ changed: 1 });
    expect(open.cutsLeft).toBe(0);
  });

  it('row 9: is ended by Ctrl-C, and takes up what had come', async () => {
    const name = `${open.host}/stack/large:1`;
    await forget(name);
    open.cut(1_000, 1_000_000);
    const running = gecko.start(['pull', 'qdrant']);
    await running.said(/Pulling/);
    running.child.kill('SIGINT');
    expect(await running.ended).toMatchObject({ code: 130 });
    open.cut(0, 0);
    expect(await gecko.ok('pull', 'qdrant')).toMatchObject({ changed: 1 });
  });

  it('asks with the credentials of Docker, and says who was asked with what where they do not do', async () => {
    const name = await guarded.push('gecko-test/qdrant:1', 'private/qdrant:1');
    configure(name);
    await forget(name);
    const refused = async () => {
      const { code, stderr } = await gecko.run(['pull', 'qdrant']);
      expect(code).toBe(1);
      expect(stderr).toContain(`docker login ${guarded.host}`);
      expect(stderr).not.toContain('a-test-word');
      expect(stderr).not.toContain('wrong-word');
      return stderr;
    };
    expect(await refused()).toContain('was asked without credentials');
    login({ auths: { [guarded.host]: auth('keeper:wrong-word') } });
    expect(await refused()).toContain(`with the credentials of ${gecko.home}/.docker/config.json`);
    login({ credHelpers: { [guarded.host]: 'gecko-broken' } });
    const broken = await refused();
    expect(broken).toMatch(/docker-credential-gecko-broken cannot be run/);
    expect(broken).toContain('was asked without credentials, which could not be had');
    login({ auths: { [guarded.host]: auth(registryUser) } });
    expect(await gecko.ok('pull', 'qdrant')).toMatchObject({ changed: 1 });
  });

  it('asks a program that keeps credentials, for a pull and for what a build stands on', async () => {
    const name = await guarded.push('gecko-test/node:1', 'private/base:1');
    await forget(name);
    const [Username, Secret] = registryUser.split(':');
    const answer = JSON.stringify({ ServerURL: guarded.host, Username, Secret });
    const folder = join(gecko.home, 'bin');
    mkdirSync(folder, { recursive: true });
    const program = `#!/bin/sh\nread -r host\n[ "$1 $host" = "get ${guarded.host}" ] && echo '${answer}'\n`;
    writeFileSync(join(folder, 'docker-credential-gecko-kept'), program, { mode: 0o755 });
    Object.assign(gecko.env, { PATH: `${folder}:${process.env.PATH}` });
    login({ auths: { [guarded.host]: {} }, credsStore: 'gecko-kept' });
    writeFileSync(join(gecko.home, 'gecko.yaml'), `images: { base: "${name}" }\n`);
    const { images } = await gecko.ok('build');
    expect(images).toMatchObject([{ services: ['rag', 'qa'], id: expect.any(String) }]);
    configure(`${guarded.host}/private/qdrant:1`);
    expect(await gecko.ok('pull', 'qdrant')).toMatchObject({ images: [{ services: ['qdrant'] }] });
  });
});

function forget(name: string): Promise<string> {
  return askEngine('DELETE', `/images/${encodeURIComponent(name)}?force=true`);
}

function tagged(image: string, name: string): Promise<string> {
  const [, repo = '', tag = ''] = /^(.*):([^:]+)$/.exec(name) ?? [];
  const query = new URLSearchParams({ repo, tag });
  return askEngine('POST', `/images/${encodeURIComponent(image)}/tag?${query}`);
}

/** `gecko-test/large:1`: a layer that does not come at once. */
async function buildLarge({ engine }: StackSandbox): Promise<void> {
  const context = pack();
  context.entry({ name: 'Dockerfile' }, 'FROM gecko-test/busybox:1\nCOPY bytes /bytes\n');
  context.entry({ name: 'bytes' }, randomBytes(8_000_000));
  context.finalize();
  const tag = 'gecko-test/large:1';
  await engine.buildImage(Readable.from(context), { tag, labels: {}, signal });
}
