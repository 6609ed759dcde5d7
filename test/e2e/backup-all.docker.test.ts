import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withVolumeTool } from '../../src/engine/execute/volume-tool.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

const signal = new AbortController().signal;
const question = 'How is the pump painted?';

/** Models and configuration of a stack in containers, backed up and brought back. Ollama is the stand-in. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('the backup of models', () => {
  let gecko: StackSandbox;
  let repository: string;
  const made = () => (existsSync(repository) ? readdirSync(join(repository, 'manifests')) : []);
  const backup = (...args: string[]) => gecko.ok('backup', ...args, '--to', repository);
  const restore = (...args: string[]) =>
    gecko.ok('restore', 'ollama', 'latest', '--to', repository, '--yes', ...args);
  /** A script in the volume of Ollama, at the folder of its models. */
  const inVolume = (script: string) => {
    const source = 'backm_ollama_storage';
    const mounts = [{ type: 'volume' as const, source, target: '/v', readOnly: false }];
    const spec = { name: source, image: 'gecko-test/node:1', labels: {}, mounts };
    const command = ['sh', '-c', `cd /v/models && ${script}`];
    return withVolumeTool(gecko.engine, spec, (tool) => tool.run(command), signal);
  };
  const files = async () => {
    const found = await inVolume('find . -type f -exec stat -c "%n %u:%g %a %s" {} +');
    return found.trim().split('\n').sort();
  };
  const models = async () => {
    const { ollama } = (await gecko.ok('model', 'list')) as {
      ollama: { models: { name: string }[] };
    };
    return ollama.models.map(({ name }) => name);
  };
  const both = ['llama3.2:1b', 'llama3:latest'];

  beforeAll(async () => {
    gecko = await openStack('backm');
    repository = join(gecko.home, 'backups');
    await gecko.ok('up');
    await gecko.ok('model', 'pull', 'llama3', 'llama3.2:1b');
  });
  afterAll(() => gecko?.close());

  it('stores each file of each model once', async () => {
    await inVolume('echo half > blobs/sha256-$(printf %064d 0)-partial');
    const { backup: first } = await backup('ollama');
    expect(first).toMatchObject({ store: null, models: both });
    const [name = ''] = made();
    const manifest = JSON.parse(readFileSync(join(repository, 'manifests', name), 'utf8'));
    // Both have the same template.
    expect(
      manifest.files.map(({ path }: { path: string }) => path.replace(/[0-9a-f]{64}/, 'SUM')),
    ).toEqual([
      'ollama/manifests/registry.ollama.ai/library/llama3.2/1b',
      'ollama/manifests/registry.ollama.ai/library/llama3/latest',
      ...Array.from({ length: 5 }, () => 'ollama/blobs/sha256-SUM'),
    ]);
    expect(await backup('list')).toMatchObject({ backups: [{ models: both }] });
  });

  it('writes nothing again where nothing has changed', async () => {
    const { backup: second } = (await backup('ollama')) as { backup: Record<string, number> };
    expect(second.written).toBe(0);
    expect(second.size).toBeGreaterThan(100_000_000);
  });

  it('takes those alone that are named', async () => {
    expect(await backup('ollama', '--models', 'llama3')).toMatchObject({
      backup: { models: ['llama3:latest'], written: 0 },
    });
    const missing = await gecko.run(['backup', 'ollama', '--models', 'nope', '--to', repository]);
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('llama3:latest') });
    await backup('ollama');
  });

  it('brings back what is gone, and leaves what is there', async () => {
    const before = await files();
    await gecko.ok('model', 'rm', 'llama3', '--yes');
    expect(
      await gecko.ok('restore', 'ollama', 'latest', '--dry-run', '--to', repository),
    ).toMatchObject({
      restored: false,
      models: [
        { model: 'llama3.2:1b', change: 'same' },
        { model: 'llama3:latest', change: 'added' },
      ],
    });
    expect(await models()).toEqual(['llama3.2:1b']);
    const { sent } = (await restore()) as { sent: number };
    expect(sent).toBeLessThan(51_000_000);
    expect(await models()).toEqual(both);
    expect(await files()).toEqual(before);
    expect(await restore()).toMatchObject({ sent: 0 });
  });

  it('replaces another version of a model, as the plan says', async () => {
    const path = 'manifests/registry.ollama.ai/library/llama3/latest';
    await inVolume(`sed -i 's/,"layers"/, "layers"/' ${path}`);
    const { stdout } = await gecko.run([
      ...['restore', 'ollama', 'latest', '--dry-run', '--to', repository],
    ]);
    expect(stdout).toMatch(/llama3:latest: 47\.7 MiB; in place of another version of it/);
    expect(await restore()).toMatchObject({ sent: 0 });
    expect(await inVolume(`cat ${path}`)).not.toContain(', "layers"');
  });

  it('refuses a model with a file that is not what its name says, with the way out', async () => {
    const before = made();
    // Another byte in the template, which both have.
    await inVolume(
      'for f in blobs/*; do if grep -q Prompt $f; then sed -i s/Prompt/prompt/ $f; fi; done',
    );
    // What is stored is not read again: only a look at all of it finds it.
    await backup('ollama');
    const { code, stderr } = await gecko.run([
      ...['backup', 'ollama', '--reread', '--to', repository],
    ]);
    expect({ code, stderr }).toMatchObject({
      code: 25,
      stderr: expect.stringMatching(
        /is not what its name says[\s\S]*gecko model rm llama3\.2:1b llama3:latest, then gecko model pull/,
      ),
    });
    expect(made()).toHaveLength(before.length + 1);
    // A restore mends it.
    await restore();
    await backup('ollama', '--reread');
  });

  it('stores anew what was damaged in the repository since', async () => {
    const blobs = join(repository, 'blobs');
    for (const name of readdirSync(blobs)) writeFileSync(join(blobs, name), 'damaged');
    const verify = () => gecko.run(['backup', 'verify', 'latest', '--to', repository]);
    expect(await verify()).toMatchObject({ code: 25 });
    const refused = ['restore', 'ollama', 'latest', '--to', repository, '--yes'];
    expect(await gecko.run(refused)).toMatchObject({ code: 25 });
    await backup('ollama', '--reread');
    expect(await verify()).toMatchObject({ code: 0 });
  });

  it('leaves no backup and no restore where it is interrupted, and goes on by the next', async () => {
    await gecko.ok('model', 'rm', 'llama3', '--yes');
    for (const kill of ['SIGINT', 'SIGKILL'] as const) {
      const args = ['restore', 'ollama', 'latest', '--to', repository, '--yes'];
      const restoring = gecko.start(args);
      await restoring.said(/Restoring the models/);
      restoring.child.kill(kill);
      await restoring.ended;
      expect(await models()).toEqual(['llama3.2:1b']);
    }
    await restore();
    expect(await models()).toEqual(both);
    expect(await inVolume('ls -A')).toBe('blobs\nmanifests\n');
  });

  it('needs no Ollama that runs, and a restore does', async () => {
    await gecko.ok('stop', 'ollama');
    await backup('ollama');
    const args = ['restore', 'ollama', 'latest', '--to', repository, '--yes'];
    expect(await gecko.run(args)).toMatchObject({ code: 20 });
    await gecko.ok('start', 'ollama');
  });
});

describe.skipIf(!process.env.GECKO_TEST_ENGINE)('the backup of a whole project', () => {
  let gecko: StackSandbox;
  let other: StackSandbox;
  let repository: string;
  const to = () => ['--to', repository];
  const citations = async (stack: StackSandbox) => (await stack.ok('ask', question)).citations;
  /** A collection of another program: the status of the answer. */
  const theirs = async (method: 'GET' | 'PUT') => {
    const key = gecko.state('qdrant-key')?.trim() ?? '';
    const { status } = await fetch(`http://127.0.0.1:${gecko.ports.qdrant}/collections/wiki`, {
      method,
      headers: { 'api-key': key, 'content-type': 'application/json' },
      ...(method === 'GET'
        ? {}
        : { body: JSON.stringify({ vectors: { size: 2, distance: 'Cosine' } }) }),
    });
    return status;
  };

  beforeAll(async () => {
    gecko = await openStack('backa');
    repository = join(gecko.home, 'elsewhere');
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
    writeFileSync(join(gecko.home, '.env'), 'GECKO_CORPUS_LANGUAGE=en\nOTHER=1\n');
    await gecko.ok('up');
    await gecko.ok('model', 'pull', 'llama3');
    await gecko.ok('ingest', 'pump.md');
  });
  afterAll(async () => {
    await gecko?.close();
    await other?.close();
  });

  it('has corpus, models and configuration, which only its owner can read', async () => {
    expect(await theirs('PUT')).toBe(200);
    expect(await gecko.ok('backup', 'all', ...to())).toMatchObject({
      backup: {
        store: 'qdrant',
        models: ['llama3:latest'],
        configuration: true,
        collections: [{ documents: 1 }],
      },
    });
    const { stdout } = await gecko.run(['backup', 'list', ...to()]);
    expect(stdout).toContain('1 document, 1 collection of other programs, 1 model, configuration');
  });

  it('gives the same citations after everything was removed', async () => {
    const before = await citations(gecko);
    await gecko.ok('down', '--volumes', '--yes');
    await gecko.ok('up', '--no-model');
    expect(await gecko.ok('restore', 'all', 'latest', ...to(), '--yes')).toMatchObject({
      restored: true,
      models: [{ model: 'llama3:latest', change: 'added' }],
      collections: [{ documents: 1 }],
      returning: ['wiki'],
    });
    expect(await theirs('GET')).toBe(200);
    expect(await citations(gecko)).toEqual(before);
    expect(await gecko.ok('model', 'list')).toMatchObject({
      ollama: { models: [{ name: 'llama3:latest' }] },
    });
  });

  it('replaces a gecko.yaml that differs after a yes only, and keeps the other', async () => {
    const file = join(gecko.home, 'gecko.yaml');
    const saved = readFileSync(file, 'utf8');
    writeFileSync(file, `${saved}keepAlive: 7m\n`);
    expect(await gecko.run(['restore', 'all', 'latest', ...to()])).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('gecko.yaml: in place of another'),
    });
    expect(readFileSync(file, 'utf8')).toContain('7m');
    await gecko.ok('restore', 'all', 'latest', ...to(), '--yes');
    expect(readFileSync(file, 'utf8')).toBe(saved);
    const kept = readdirSync(gecko.home).find((name) => name.startsWith('gecko.yaml.before-'));
    expect(readFileSync(join(gecko.home, kept ?? ''), 'utf8')).toContain('7m');
  });

  it('rebuilds the project on a machine that has nothing of it', async () => {
    const before = await citations(gecko);
    const token = await gecko.ok('token', 'show');
    await gecko.ok('down', '--volumes', '--yes');
    other = await openStack('backa', { ports: gecko.ports });
    rmSync(join(other.home, 'gecko.yaml'));
    const first = await other.run(['restore', 'all', 'latest', ...to(), '--yes']);
    expect(first).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/Now: gecko up --no-model, then gecko restore all [0-9a-f]{8}/),
    });
    expect(readFileSync(join(other.home, 'gecko.yaml'), 'utf8')).toBe(
      readFileSync(join(gecko.home, 'gecko.yaml'), 'utf8'),
    );
    expect(readFileSync(join(other.home, '.env'), 'utf8')).toContain('GECKO_CORPUS_LANGUAGE=en');
    expect(await other.ok('token', 'show')).toEqual(token);
    await other.ok('up', '--no-model');
    await other.ok('restore', 'all', 'latest', ...to(), '--yes');
    expect(await citations(other)).toEqual(before);
  });
});
