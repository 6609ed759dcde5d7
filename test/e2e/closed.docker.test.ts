import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../engine/nginx-process.ts';
import { openSecondEngine, type SecondEngine } from '../engine/second-engine.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

/** From a machine with images into one that has no network and nothing else. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('a closed network', () => {
  let open: StackSandbox;
  let closed: StackSandbox;
  let second: SecondEngine;
  let file: string;
  beforeAll(async () => {
    open = await openStack('closed');
    second = await openSecondEngine();
    closed = await openStack('closed', {
      through: second.through,
      socket: second.socket,
      weights: null,
    });
    file = join(open.home, 'all.tar');
  });
  afterAll(async () => {
    await open?.close();
    await closed?.close();
    await second?.close();
  });

  it('row 11: names every image that is missing, and how they are brought', async () => {
    const { code, stderr } = await closed.run(['up', '--offline']);
    expect(code).toBe(21);
    for (const name of ['nginx:1', 'qdrant:1', 'ollama:1', 'gecko-backend:', 'gecko-test/node:1'])
      expect(stderr).toContain(name);
    expect(stderr).toContain('gecko pull --load FILE');
    expect(await closed.names()).toEqual([]);
  });

  it('gets a file with all images and the weights, and nothing is started for it', async () => {
    const saved = await open.ok('pull', '--save', file);
    expect(saved).toMatchObject({ platform: 'linux/amd64', models: ['llama3'] });
    const { images } = saved as { images: { reference: string }[] };
    expect(images.map(({ reference }) => reference)).toEqual([
      'gecko-test/nginx:1',
      'gecko-test/qdrant:1',
      'gecko-test/ollama:1',
      expect.stringMatching(/^gecko-backend:/),
      'gecko-test/node:1',
    ]);
    expect(saved.bytes).toBe(statSync(file).size);
    expect(await open.names()).toEqual([]);
  });

  it('leaves nothing on a disk that is full', async () => {
    const small = join(open.home, 'small');
    mkdirSync(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', small]);
    try {
      const full = await open.run(['pull', '--save', join(small, 'all.tar')]);
      expect(full).toMatchObject({ code: 24, stderr: expect.stringContaining('No space left') });
      expect(readdirSync(small)).toEqual([]);
    } finally {
      execFileSync('umount', [small]);
    }
  });

  it('leaves nothing where Ctrl-C comes', async () => {
    const path = join(open.home, 'never.tar');
    const saving = open.start(['pull', '--save', path, '--verbose']);
    await until(() => readdirSync(open.home).some((name) => name.startsWith('never.tar.')));
    saving.child.kill('SIGINT');
    expect(await saving.ended).toMatchObject({ code: 130 });
    expect(readdirSync(open.home).filter((name) => name.startsWith('never'))).toEqual([]);
  });

  it('refuses a file that was cut or changed, and takes nothing of it in', async () => {
    const copy = join(closed.home, 'copy.tar');
    const whole = readFileSync(file);
    const refused = async () => {
      const { code, stderr } = await closed.run(['pull', '--load', copy]);
      expect((await closed.engine.snapshot('closed')).images).toEqual([]);
      return `${code}: ${stderr}`;
    };
    writeFileSync(copy, whole);
    truncateSync(copy, Math.floor(whole.length / 2));
    expect(await refused()).toMatch(/^25: .*its end is missing/s);
    whole[Math.floor(whole.length * 0.7)] = (whole[Math.floor(whole.length * 0.7)] ?? 0) ^ 1;
    writeFileSync(copy, whole);
    expect(await refused()).toMatch(/^25: .*images\.tar is not what was written/s);
    expect(await closed.run(['pull', '--load', 'nowhere.tar'])).toMatchObject({ code: 2 });
  });

  it('comes up there, with the weights, and answers', async () => {
    const loaded = await closed.ok('pull', '--load', file);
    expect(loaded).toMatchObject({ models: ['llama3'] });
    const { notes } = await closed.ok('up', '--offline');
    expect(notes).toContainEqual(expect.stringContaining('Ollama does not have llama3'));
    writeFileSync(join(closed.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
    expect(await closed.ok('ingest', 'pump.md')).toMatchObject({ added: 1, embedded: 1 });
    expect(await closed.ok('ask', 'How is the pump painted?')).toMatchObject({
      answer: expect.stringContaining('dark green'),
      retrieval: { mode: 'hybrid' },
    });
  });

  it('builds there again without a network', async () => {
    const built = await closed.ok('build', '--no-cache', '--offline');
    expect(built.images).toMatchObject([{ services: ['rag', 'qa'] }]);
  });
});
