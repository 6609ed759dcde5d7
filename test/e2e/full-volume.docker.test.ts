import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSecondEngine, type SecondEngine } from '../engine/second-engine.ts';
import { openSmallVolume, type SmallVolume } from '../engine/small-volume.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

/** Row 15: what was there stays and answers, and the same command goes on once there is room. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('a volume without room', () => {
  let gecko: StackSandbox;
  let storage: SmallVolume;
  let models: SmallVolume;
  beforeAll(async () => {
    gecko = await openStack('full');
    storage = await openSmallVolume('small_storage', 4 * 1024);
    models = await openSmallVolume('small_models', 512);
    gecko.configure(
      `volumes: { qdrant_storage: { name: ${storage.name} }, models: { name: ${models.name} } }`,
    );
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
    writeFileSync(join(gecko.home, 'long.md'), `# Pipe\n\nThe pipe is red.\n${pages(400)}`);
  });
  afterAll(async () => {
    await gecko?.close();
    await storage?.close();
    await models?.close();
  });

  it('is named where the embedding weights find no room, and nothing is left to run', async () => {
    const { code, stderr } = await gecko.run(['up']);
    expect({ code, stderr }).toMatchObject({
      code: 24,
      stderr: expect.stringMatching(
        /The volume small_models is full.*no space left[\s\S]*docker volume inspect small_models/,
      ),
    });
    expect(await gecko.names()).toEqual([]);
  });

  it('gets all of them by the next up, once there is room', async () => {
    models.disk.resize(256 * 1024);
    await gecko.ok('up');
    expect(await gecko.ok('ingest', 'pump.md')).toMatchObject({ added: 1, embedded: 1 });
    expect(await gecko.ok('ask', 'How is the pump painted?')).toMatchObject({
      answer: expect.stringContaining('dark green'),
      retrieval: { mode: 'hybrid' },
    });
  });

  it('is named where a corpus finds no room, which keeps what it had', async () => {
    const giveBack = storage.disk.fill();
    const { code, stderr } = await gecko.run(['ingest', 'long.md']);
    expect({ code, stderr }).toMatchObject({
      code: 24,
      stderr: expect.stringMatching(
        /The volume small_storage is full[\s\S]*docker volume inspect small_storage/,
      ),
    });
    expect(await gecko.ok('ask', 'How is the pump painted?')).toMatchObject({
      answer: expect.stringContaining('dark green'),
    });
    giveBack();
    expect(await gecko.ok('ingest', 'long.md')).toMatchObject({ added: 1, failed: [] });
    expect(await gecko.ok('ask', 'What colour is the pipe?')).toMatchObject({
      answer: expect.stringContaining('red'),
    });
  });
});

/** As on a machine whose one disk is full. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('an engine without room', () => {
  let gecko: StackSandbox;
  let engine: SecondEngine;
  const images = ['nginx', 'qdrant', 'ollama', 'node'].map((name) => `gecko-test/${name}:1`);
  beforeAll(async () => {
    engine = await openSecondEngine(images, 2 * 1024 * 1024);
    const { socket, through } = engine;
    gecko = await openStack('fullroot', { socket, through });
  });
  afterAll(async () => {
    await gecko?.close();
    await engine?.close();
  });

  it('is what a build fails of, and the next up ends it', async () => {
    const giveBack = engine.disk?.fill();
    const { code, stderr } = await gecko.run(['up']);
    expect({ code, stderr }).toMatchObject({
      code: 24,
      stderr: expect.stringMatching(/no space left[\s\S]*docker system df/i),
    });
    expect(await gecko.names()).toEqual([]);
    giveBack?.();
    await gecko.ok('up');
  });

  it('keeps what runs where a change finds no room, and takes it later', async () => {
    const giveBack = engine.disk?.fill();
    gecko.configure('hosts: [wiki.example]');
    const { code, stderr } = await gecko.run(['up']);
    expect({ code, stderr }).toMatchObject({
      code: 24,
      stderr: expect.stringMatching(/no space left[\s\S]*docker system df/i),
    });
    const url = `http://127.0.0.1:${gecko.ports.web}/`;
    expect(await engine.ask(url)).toMatchObject({ status: 200 });
    giveBack?.();
    await gecko.ok('up');
    const headers = { host: `wiki.example:${gecko.ports.web}` };
    expect(await engine.ask(url, { headers })).toMatchObject({ status: 200 });
  });
});

function pages(count: number): string {
  return Array.from({ length: count }, (_, n) => `Line ${n} says that valve ${n} is shut.\n`).join(
    '\n',
  );
}
