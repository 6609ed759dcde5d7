import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type HttpProxy, startHttpProxy } from '../../../test/fakes/http-proxy.ts';
import { type HttpsServer, startHttpsServer } from '../../../test/fakes/https-server.ts';
import { longFetch } from './generate/long-fetch.ts';
import { outboundFetch } from './outbound-fetch.ts';

let plain: Server;
let plainPort: number;
let secure: HttpsServer;
let plainProxy: HttpProxy;
let secureProxy: HttpProxy;
beforeAll(async () => {
  plain = createServer((_, response) => response.end('plain'));
  plain.listen(0, '127.0.0.1');
  await once(plain, 'listening');
  const address = plain.address();
  plainPort = typeof address === 'object' && address ? address.port : 0;
  const names = 'DNS:hub.invalid,IP:127.0.0.1';
  secure = await startHttpsServer((_, response) => response.end('secure'), names);
  plainProxy = await startHttpProxy(plainPort);
  secureProxy = await startHttpProxy(secure.port);
});
beforeEach(() => {
  plainProxy.asked.length = 0;
  secureProxy.asked.length = 0;
});
afterAll(() => {
  for (const one of [plain, secure, plainProxy, secureProxy]) one?.close();
});

const textOf = async (send: typeof fetch, url: string) => (await send(url)).text();

describe('outboundFetch', () => {
  it("is Node's own where nothing is set", async () => {
    expect(await outboundFetch({ noProxy: 'a.example' })).toBe(fetch);
  });

  it('asks a proxy for what has no name here, with its whole address', async () => {
    const send = await outboundFetch({ httpProxy: plainProxy.url });
    expect(await textOf(send, 'http://hub.invalid/file')).toBe('plain');
    expect(plainProxy.asked).toEqual(['GET http://hub.invalid/file']);
  });

  it('goes through a tunnel to what is encrypted, and trusts the further authority there', async () => {
    const { authority: ca } = secure;
    const send = await outboundFetch({ httpsProxy: secureProxy.url, ca });
    expect(await textOf(send, 'https://hub.invalid/file')).toBe('secure');
    expect(secureProxy.asked).toEqual(['CONNECT hub.invalid:443']);
    const without = await outboundFetch({ httpsProxy: secureProxy.url });
    await expect(textOf(without, 'https://hub.invalid/file')).rejects.toThrow();
  });

  it('leaves out what NO_PROXY names', async () => {
    const send = await outboundFetch({ httpProxy: plainProxy.url, noProxy: 'x.example,127.0.0.1' });
    expect(await textOf(send, `http://127.0.0.1:${plainPort}/`)).toBe('plain');
    expect(plainProxy.asked).toEqual([]);
  });

  it('trusts the further authority without a proxy', async () => {
    const send = await outboundFetch({ ca: secure.authority });
    expect(await textOf(send, `https://127.0.0.1:${secure.port}/`)).toBe('secure');
  });

  it('tells of a file of authorities that is not there', async () => {
    await expect(outboundFetch({ ca: '/no/ca.pem' })).rejects.toThrow('/no/ca.pem');
  });
});

describe('longFetch', () => {
  it('trusts a further authority where it is told to, and no other', async () => {
    const { signal } = new AbortController();
    const url = `https://127.0.0.1:${secure.port}/`;
    expect(await textOf(longFetch(signal, secure.authority), url)).toBe('secure');
    await expect(textOf(longFetch(signal), url)).rejects.toThrow();
  });
});
