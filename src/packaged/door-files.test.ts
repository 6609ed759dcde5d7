import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Config, type ConfigValues } from '../config/schema.ts';
import { doorFiles } from './door-files.ts';

const files = (values: object) =>
  doorFiles({
    owner: { project: 'p', projectId: 'id-1', version: '1', createdBy: 'ana@server' },
    config: Config.parse(values) as ConfigValues,
    token: 'token',
    hostOllama: null,
  });

it('brings our page along', () => {
  expect(files({}).map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'nginx.conf',
      'page/index.html',
      expect.stringMatching(/^page\/assets\/index-.*\.js$/),
    ]),
  );
});

it('brings another static build along instead, folders and binary files included', () => {
  const root = mkdtempSync(join(tmpdir(), 'gecko-page-'));
  try {
    mkdirSync(join(root, 'assets'));
    writeFileSync(join(root, 'index.html'), '<title>Mine</title>');
    writeFileSync(join(root, 'assets', 'icon.png'), Buffer.from([0x89, 0xff, 0]));
    const page = files({ web: { root } }).filter(({ name }) => name.startsWith('page/'));
    expect(page.map(({ name }) => name)).toEqual(['page/assets/icon.png', 'page/index.html']);
    expect(page[0]?.content).toEqual(Buffer.from([0x89, 0xff, 0]));
  } finally {
    rmSync(root, { recursive: true });
  }
});

it('brings the authorities of tls.ca along, by which nginx checks the server of generator.url', () => {
  const root = mkdtempSync(join(tmpdir(), 'gecko-ca-'));
  try {
    const ca = join(root, 'ca.pem');
    writeFileSync(ca, 'the authority');
    const generator = { kind: 'openai', url: 'https://llm.example/v1' };
    const found = files({ generator, tls: { ca } });
    const named = (name: string) => String(found.find((one) => one.name === name)?.content);
    expect(named('authorities.pem')).toBe('the authority');
    expect(named('ollama-inside.conf')).toContain('proxy_ssl_trusted_certificate authorities.pem;');
    expect(() => files({ tls: { ca: join(root, 'no.pem') } })).toThrow('tls.ca');
  } finally {
    rmSync(root, { recursive: true });
  }
});
