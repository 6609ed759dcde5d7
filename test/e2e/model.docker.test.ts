import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

/** Models of the stack's Ollama, through its door: the stand-in's, which proves the protocol. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('models of a stack', () => {
  let gecko: StackSandbox;
  beforeAll(async () => {
    gecko = await openStack('models');
  });
  afterAll(() => gecko?.close());

  it('are pulled and loaded by up, as the backends ask for them', async () => {
    expect(await gecko.ok('up')).toMatchObject({ changed: true });
    expect(await gecko.ok('model', 'list')).toMatchObject({
      ollama: {
        models: [{ name: 'llama3:latest', chosen: true, loaded: { contextTokens: 4096 } }],
      },
    });
    expect(await gecko.ok('up')).toMatchObject({ changed: false });
  });

  it('are pulled, shown and removed by hand, and judged by what the engine has', async () => {
    await gecko.ok('model', 'pull', 'llama3.2:1b');
    expect(await gecko.ok('model', 'show', 'llama3.2:1b')).toMatchObject({
      architecture: 'llama',
      needs: { cache: 4096 * 32 * 256 * 8 * 2 },
    });
    await gecko.ok('model', 'rm', 'llama3.2:1b', '--yes');
    expect(await gecko.ok('model', 'list')).toMatchObject({
      ollama: { models: [{ name: 'llama3:latest' }] },
    });
    const { memory } = gecko.engine.info;
    const { machine } = await gecko.ok('model', 'recommend');
    expect((machine as { memory: number }).memory).toBeLessThanOrEqual(memory);
  });

  it('are loaded anew where the container of Ollama is', async () => {
    gecko.configure('services: { ollama: { env: { OLLAMA_DEBUG: "1" } } }');
    expect(await gecko.ok('up')).toMatchObject({ changed: true });
    expect(await gecko.ok('model', 'list')).toMatchObject({
      ollama: { models: [{ name: 'llama3:latest', loaded: { contextTokens: 4096 } }] },
    });
  });
});
