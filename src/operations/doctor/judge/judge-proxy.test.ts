import { describe, expect, it } from 'vitest';
import { isExempt } from './is-exempt.ts';
import { type Inside, judgeProxy } from './judge-proxy.ts';

describe('isExempt', () => {
  it.each([
    ['127.0.0.1', 'localhost,127.0.0.1', true],
    ['127.0.0.1', '127.0.0.0/8', true],
    ['127.0.0.1', '10.0.0.0/8 192.168.0.0/16', false],
    ['localhost', '*', true],
    ['qdrant', 'qdrant:6333', true],
    ['qdrant', '.internal', false],
    ['rag.internal', '.internal', true],
    ['rag.internal', '*.internal', true],
    ['qdrant', '', false],
  ])('%s by %s: %s', (host, noProxy, expected) => {
    expect(isExempt(host, noProxy)).toBe(expected);
  });
});

const none = { httpProxy: '', httpsProxy: '', noProxy: '' };
const local = 'localhost,127.0.0.1';
const inside = (service: string, changes: object): Inside => ({
  ...none,
  container: `gecko-${service}-1`,
  service,
  ...changes,
});
const proxy = 'http://proxy.example:3128';

describe('judgeProxy', () => {
  it.each([
    ['nothing', none, [inside('rag', {}), inside('ollama', {})], []],
    ['a proxy that knows what is here', { ...none, httpsProxy: proxy, noProxy: local }, [], []],
    ['a proxy for what is here too', { ...none, httpProxy: proxy }, [], ['warning PROXY_LOOPBACK']],
    [
      'no address',
      { ...none, httpsProxy: 'http://', noProxy: local },
      [],
      ['problem PROXY_INVALID'],
    ],
    [
      'a proxy outside alone',
      { ...none, httpsProxy: proxy, noProxy: local },
      [inside('ollama', {})],
      ['warning PROXY_NOT_INSIDE'],
    ],
    [
      'the same inside',
      { ...none, httpsProxy: proxy, noProxy: local },
      [inside('ollama', { httpsProxy: proxy })],
      [],
    ],
    [
      'a proxy in a backend for its neighbours too',
      none,
      [inside('rag', { httpProxy: proxy, noProxy: 'qdrant' })],
      ['warning PROXY_SERVICES'],
    ],
    [
      'a proxy in a backend that knows its neighbours',
      none,
      [inside('rag', { httpProxy: proxy, noProxy: 'qdrant,ollama' })],
      [],
    ],
    [
      'a proxy in a container that is the container',
      none,
      [inside('ollama', { httpsProxy: '127.0.0.1:3128' })],
      ['problem PROXY_ITSELF'],
    ],
  ])('%s', (_, outside, containers, expected) => {
    const findings = judgeProxy(outside, containers);
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(expected);
  });

  it.each(['http://jo:secret@proxy.example:3128', 'jo:secret@proxy.example:3128'])(
    'shows no password of %s',
    (httpProxy) => {
      const text = JSON.stringify(judgeProxy({ ...none, httpProxy }, []));
      expect(text).toContain('proxy.example');
      expect(text).not.toContain('secret');
    },
  );
});
