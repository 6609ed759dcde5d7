import { mkdirSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ollamaModels } from '../fakes/ollama-models.ts';
import { createOllamaServer } from '../fakes/ollama-server.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

/** The profile `host`: this process is the machine's Ollama, and the engine shares its network. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('the Ollama of the host on a real engine', () => {
  let gecko: StackSandbox;
  beforeAll(async () => {
    gecko = await openStack('away');
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
  });
  afterAll(() => gecko?.close());

  const bridge = '172.17.0.1';
  const objects = async () => {
    const { containers, networks, volumes } = await gecko.engine.snapshot(gecko.project);
    return [...containers, ...networks, ...volumes].map(({ name }) => name);
  };
  /** An Ollama with a model. @returns for OLLAMA_HOST */
  async function ollamaAt(address: string, change: (server: Server) => void = () => {}) {
    const folder = join(gecko.home, 'ollama');
    mkdirSync(folder, { recursive: true });
    ollamaModels(folder).add('llama3:latest');
    const server = createOllamaServer({ folder, registry: [] });
    change(server);
    await new Promise<void>((resolve) => server.listen(0, address, resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return { OLLAMA_HOST: `127.0.0.1:${(server.address() as AddressInfo).port}` };
  }

  it('names the address to listen on where it listens on loopback, and makes nothing', async () => {
    const env = await ollamaAt('127.0.0.1');
    const { code, stderr } = await gecko.run(['up', '--profile', 'host'], { env });
    const at = env.OLLAMA_HOST.replace('127.0.0.1', bridge);
    expect(code).toBe(21);
    expect(stderr).toContain(`Environment="OLLAMA_HOST=${at}"`);
    expect(stderr).not.toContain('0.0.0.0');
    expect(await objects()).toEqual([]);
  });

  it('makes nothing where a trial shows that containers do not reach it', async () => {
    const env = await ollamaAt(bridge, (server) =>
      // As a firewall would: only this machine is heard.
      server.on('connection', (socket) => {
        if (socket.remoteAddress !== bridge) socket.resetAndDestroy();
      }),
    );
    const { code, stderr } = await gecko.run(['up', '--profile', 'host'], { env });
    expect(code).toBe(21);
    expect(stderr).toMatch(/Trying out away-web-1/);
    expect(stderr).toMatch(/container does not reach the Ollama of this machine: .*wget/);
    expect(await objects()).toEqual([]);
  });

  it('answers with it, and proves the way once', async () => {
    const env = await ollamaAt(bridge);
    const ok = async (...args: string[]) => {
      const { code, stdout, stderr } = await gecko.run([...args, '--json'], { env });
      if (code !== 0) throw new Error(`gecko ${args.join(' ')} ended with ${code}: ${stderr}`);
      return JSON.parse(stdout);
    };
    expect(await ok('up', '--profile', 'host')).toMatchObject({ profile: 'host', changed: true });
    expect(await gecko.names()).toEqual(['qa-1', 'qdrant-1', 'rag-1', 'web-1']);
    expect((await gecko.engine.snapshot(gecko.project)).networks).toHaveLength(2);
    await ok('ingest', 'pump.md');
    expect(await ok('ask', 'How is the pump painted?')).toMatchObject({
      answer: expect.stringContaining('dark green'),
    });
    const again = await ok('up', '--profile', 'host');
    expect(again.changed).toBe(false);
    expect(again.engineCalls).toBeLessThanOrEqual(4 + 4);
  });
});
