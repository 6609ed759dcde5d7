import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { captured } from '../../test/fakes/captured-machines.ts';
import { hostTree } from '../../test/fakes/host-tree.ts';
import type { Fetch } from '../clients/http-api.ts';
import { lightFetch } from '../clients/light-fetch.ts';
import { probeOllama } from './probe-ollama.ts';

const { signal } = new AbortController();
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

describe('probeOllama', () => {
  it.each([
    ['0100007F', true],
    ['00000000', false],
  ])('finds one that listens at %s', async (address, isLoopback) => {
    const { url, port } = await answering('{"version":"0.35.0"}');
    const files = hostTree({ '/proc/net/tcp': listening(address, port) });
    expect(await probeOllama(lightFetch, files, url, signal)).toEqual({
      state: 'found',
      facts: { url, version: '0.35.0', isLoopback, bridge: null },
    });
  });

  it("finds one that listens at the engine's bridge alone", async () => {
    const { url, port } = await answering('{"version":"0.35.0"}');
    const fetch: Fetch = (input) => {
      const at = String(input);
      if (!at.startsWith(`http://172.17.0.1:${port}/`)) throw new Error('connection refused');
      return lightFetch(at.replace('172.17.0.1', '127.0.0.1'));
    };
    const files = hostTree({
      '/proc/net/route': captured('proc/route-docker.txt'),
      '/proc/net/fib_trie': captured('proc/fib-trie-docker.txt'),
      '/proc/net/tcp': listening('010011AC', port),
    });
    expect(await probeOllama(fetch, files, url, signal)).toMatchObject({
      facts: { url: `http://172.17.0.1:${port}`, isLoopback: false, bridge: '172.17.0.1' },
    });
  });

  it('does not take another server for one', async () => {
    for (const body of ['<html>', '{"ok":true}', 'null']) {
      const { url } = await answering(body);
      const found = await probeOllama(lightFetch, hostTree({}), url, signal);
      expect(found.state).toBe('none');
    }
  });

  it('does not ask another machine, and says how its Ollama is used', async () => {
    const asked: string[] = [];
    const fetch: Fetch = (input) => {
      asked.push(String(input));
      throw new Error('asked');
    };
    const url = 'http://192.0.2.9:11434';
    expect(await probeOllama(fetch, hostTree({}), url, signal)).toEqual({
      state: 'broken',
      reason: expect.stringContaining(`${url}, which is not on this machine`),
      mend: expect.stringContaining(`generator.url: ${url}`),
    });
    expect(asked).toEqual([]);
  });

  it('does not say that it listens on loopback alone where the system tells of no listener', async () => {
    const { url } = await answering('{"version":"0.35.0"}');
    expect(await probeOllama(lightFetch, hostTree({}), url, signal)).toMatchObject({
      facts: { isLoopback: false },
    });
  });

  it('finds none where nothing listens', async () => {
    const { url, end } = await answering('');
    end();
    expect(await probeOllama(lightFetch, hostTree({}), url, signal)).toEqual({
      state: 'none',
      reason: `No Ollama answers at ${url}`,
    });
  });
});

async function answering(body: string): Promise<{ url: string; port: number; end: () => void }> {
  const server = createServer((request, response) => {
    response.end(request.url === '/api/version' ? body : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const end = () => server.close();
  ends.push(end);
  return { url: `http://127.0.0.1:${port}`, port, end };
}

function listening(address: string, port: number): string {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return `   0: ${address}:${hex} 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 48213 1\n`;
}
