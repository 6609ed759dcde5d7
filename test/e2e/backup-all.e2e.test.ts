import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox, type Sandbox } from './sandbox.ts';

const question = 'How is the pump painted?';

/** Everything of an embedded project, backed up and brought back by the built program. */
describe('the backup of a whole embedded project', () => {
  let gecko: Sandbox;
  let other: Sandbox;
  let repository: string;
  const okIn = async (sandbox: Sandbox, ...args: string[]) => {
    const { code, stdout, stderr } = await sandbox.run([...args, '--json']);
    expect({ args, code, stderr: code === 0 ? '' : stderr }).toMatchObject({ code: 0 });
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const ok = (...args: string[]) => okIn(gecko, ...args);
  const modelsFolder = (sandbox: Sandbox) => join(sandbox.home, 'gecko', 'data', 'models');

  /** Of a model in process, as a pull leaves them; nobody loads it here. */
  const keepModel = (name: string, kind = 'GGUF') => {
    const content = `${kind} of ${name}`.padEnd(9_000_000, name);
    mkdirSync(modelsFolder(gecko), { recursive: true });
    writeFileSync(join(modelsFolder(gecko), `${name}.gguf`), content);
    const record = {
      schemaVersion: 1,
      sha256: createHash('sha256').update(content).digest('hex'),
      bytes: content.length,
      source: 'here',
      pulledAt: '2026-01-01T00:00:00.000Z',
    };
    writeFileSync(join(modelsFolder(gecko), `${name}.json`), JSON.stringify(record));
    return content;
  };

  beforeAll(async () => {
    gecko = await openSandbox(process.env.GECKO_TEST_WEIGHTS);
    repository = join(gecko.home, 'elsewhere');
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
    writeFileSync(join(gecko.home, 'gecko.yaml'), 'corpus: { language: en }\n');
    // Of other programs, and of no use to gecko.
    writeFileSync(join(gecko.home, '.env'), 'SECRET_OF_OTHERS=1\n');
    await ok('ingest', 'pump.md');
  });
  afterAll(async () => {
    await gecko?.close();
    await other?.close();
  });

  it('leaves the models of an Ollama to that', async () => {
    expect(await gecko.run(['backup', 'ollama'])).toMatchObject({
      code: 21,
      stderr: expect.stringContaining('gecko backup all'),
    });
  });

  it('has corpus, models in process and configuration, which only its owner can read', async () => {
    keepModel('tiny');
    expect(await ok('backup', 'all', '--to', repository)).toMatchObject({
      backup: { store: 'lancedb', models: ['tiny'], configuration: true },
    });
    const [name = ''] = readdirSync(join(repository, 'manifests'));
    const file = join(repository, 'manifests', name);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { files } = JSON.parse(readFileSync(file, 'utf8')) as { files: { path: string }[] };
    const own = files.map(({ path }) => path).filter((path) => path.startsWith('project/'));
    expect(own.sort()).toEqual([
      'project/gecko.yaml',
      'project/roots.json',
      'project/state.json',
      'project/token',
    ]);
  });

  it('does not read a model again that is stored', async () => {
    const { backup } = (await ok('backup', 'all', '--to', repository)) as {
      backup: { size: number; written: number };
    };
    expect(backup.written).toBeLessThan(0.15 * backup.size);
  });

  it('gives the same citations after everything was removed', async () => {
    const before = await ok('ask', question);
    await ok('down', '--volumes', '--yes');
    rmSync(modelsFolder(gecko), { recursive: true });
    await ok('up');
    expect(await ok('restore', 'all', 'latest', '--to', repository, '--yes')).toMatchObject({
      models: [{ model: 'tiny', change: 'added' }],
      collections: [{ documents: 1 }],
    });
    expect((await ok('ask', question)).citations).toEqual(before.citations);
    expect(await ok('model', 'list')).toMatchObject({ models: [{ name: 'tiny' }] });
  });

  it('refuses a model that is not the file that was fetched', async () => {
    const file = join(modelsFolder(gecko), 'tiny.gguf');
    const whole = readFileSync(file);
    writeFileSync(file, Buffer.from(whole).fill('x', 5_000_000, 5_000_010));
    const args = ['backup', 'all', '--reread', '--to', repository];
    expect(await gecko.run(args)).toMatchObject({
      code: 25,
      stderr: expect.stringContaining('gecko model pull --embedded tiny'),
    });
    writeFileSync(file, whole);
  });

  it('brings back no model where one of them is damaged', async () => {
    const to = join(gecko.home, 'damaged');
    const models = ['tiny', 'zebra'].map((name) => ({ name, content: keepModel(name) }));
    await ok('backup', 'all', '--to', to);
    for (const { name } of models) keepModel(name, 'Another GGUF');
    const last = createHash('sha256').update(models[1]?.content.slice(2 * 4_194_304) ?? '');
    const blob = join(to, 'blobs', last.digest('hex'));
    writeFileSync(blob, readFileSync(blob).fill(0, 20, 30));
    expect(await gecko.run(['restore', 'ollama', 'latest', '--to', to, '--yes'])).toMatchObject({
      code: 25,
    });
    for (const { name } of models) {
      const file = join(modelsFolder(gecko), `${name}.gguf`);
      expect(readFileSync(file, 'utf8')).toMatch(/^Another GGUF/);
      expect(existsSync(`${file}.restore`)).toBe(false);
      rmSync(file);
      rmSync(join(modelsFolder(gecko), `${name}.json`));
    }
    keepModel('tiny');
  });

  it('rebuilds the project in an empty home and an empty folder', async () => {
    const before = await ok('ask', question);
    other = await openSandbox(process.env.GECKO_TEST_WEIGHTS);
    rmSync(join(other.home, 'gecko.yaml'), { force: true });
    const restore = ['restore', 'all', 'latest', '--to', repository, '--yes'];
    expect(await other.run(restore)).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/Now: gecko restore all [0-9a-f]{8}/),
    });
    expect(readFileSync(join(other.home, 'gecko.yaml'), 'utf8')).toContain('language: en');
    expect(existsSync(join(other.home, '.env'))).toBe(false);
    await okIn(other, ...restore);
    expect((await okIn(other, 'ask', question)).citations).toEqual(before.citations);
    expect(existsSync(join(modelsFolder(other), 'tiny.gguf'))).toBe(true);
  });
});
