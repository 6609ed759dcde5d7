import { describe, expect, it } from 'vitest';
import { Config, type ConfigValues } from '../../config/schema.ts';
import { pagePolicy } from './page-policy.ts';

const policyOf = (values: object, index: string | null = '<script>start()</script>') => {
  const policy = pagePolicy(Config.parse(values) as ConfigValues, index);
  return Object.fromEntries(
    policy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
};

describe('pagePolicy', () => {
  it('allows our page its own files alone, whatever is said of another', () => {
    const web = { csp: 'flutter', remote: ['https://fonts.gstatic.com'] };
    const policy = policyOf({ web }, null);
    const { 'img-src': images, ...others } = policy;
    expect(images).toEqual(["'self'", 'data:']);
    expect(new Set(Object.values(others).flat())).toEqual(new Set(["'self'", "'none'"]));
    expect(policy).toMatchObject({
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'frame-ancestors': ["'none'"],
      'base-uri': ["'none'"],
    });
  });

  it('is as strict for another build that says nothing', () => {
    expect(policyOf({})).toEqual(policyOf({}, null));
  });

  it('allows a Flutter build WebAssembly, its bootstrap, blobs, and both backends by each name', () => {
    const policy = policyOf({ web: { csp: 'flutter' }, ports: { rag: 8100 } });
    expect(policy).toMatchObject({
      'script-src': ["'self'", "'wasm-unsafe-eval'", expect.stringMatching(/^'sha256-.{44}'$/)],
      'worker-src': ["'self'", 'blob:'],
      'base-uri': ["'self'"],
      'frame-ancestors': ["'none'"],
    });
    expect(policy['connect-src']).toEqual([
      ...["'self'", 'data:', 'blob:', 'http://127.0.0.1:8100', 'http://localhost:8100'],
      ...['http://127.0.0.1:8002', 'http://localhost:8002'],
    ]);
    expect(Object.values(policy).flat()).not.toContain("'unsafe-eval'");
    expect(policy['script-src']).not.toContain("'unsafe-inline'");
  });

  it('knows the backends by the names and the scheme that they are published with', () => {
    const { 'connect-src': connect } = policyOf({
      ...{ web: { csp: 'flutter' }, expose: true, bind: '192.0.2.7', hosts: ['rag.example'] },
      tls: { cert: '/c', key: '/k' },
    });
    expect(connect).toEqual(
      expect.arrayContaining(['https://rag.example:8000', 'https://192.0.2.7:8002']),
    );
  });

  it('lets remote files in only by name', () => {
    const remote = ['https://fonts.gstatic.com', 'https://www.gstatic.com/flutter-canvaskit/'];
    for (const csp of ['strict', 'flutter']) {
      expect(JSON.stringify(policyOf({ web: { csp } }))).not.toContain('https:');
      const policy = policyOf({ web: { csp, remote } });
      for (const kind of ['script-src', 'font-src', 'connect-src', 'img-src'])
        expect(policy[kind], kind).toEqual(expect.arrayContaining(remote));
      expect(policy['worker-src']).not.toContain(remote[0]);
    }
  });

  it('keeps a whole policy as it is, but for who may frame the page', () => {
    const text = (csp: string) => pagePolicy(Config.parse({ web: { csp } }) as ConfigValues, '');
    expect(text("default-src 'self';")).toBe("default-src 'self'; frame-ancestors 'none'");
    const own = "default-src 'self'; frame-ancestors https://intranet.example";
    expect(text(own)).toBe(own);
  });

  it.each([
    { csp: 'strictly' },
    { csp: "default-src 'self'\nx: y" },
    { csp: 'script-src $host' },
    { remote: ["https://a.example; script-src 'unsafe-inline'"] },
    { remote: ['https://a.example https://b.example'] },
    { remote: ["'unsafe-inline'"] },
    { remote: ['*'] },
  ])('is not to be made of %j', (web) => {
    expect(Config.safeParse({ web }).success).toBe(false);
  });
});
