import { describe, expect, it } from 'vitest';
import { createRedactor, type Known } from './redact.ts';

const secret = 'wJ9_kQ2-xV7bN4mZ1pL8sD3fG6hT5yR0eU-cAaBbCcD';
const known: Known = {
  secrets: [secret, 'p&ss"word', 'hunter2'],
  home: '/home/ana',
  user: 'ana-maria',
  hosts: ['build-server', 'rag.firm.example'],
  folders: ['/srv/clients/acme'],
  documents: ['Merger with Acme.pdf', 'Merger plans'],
};
const { text, log, tree } = createRedactor(known);

describe('what is known', () => {
  it.each([
    ['a token', `token ${secret} was used`, secret],
    ['a token in a URL', `GET /x?t=${encodeURIComponent('p&ss"word')}`, 'p%26ss'],
    ['a password in JSON', `{"p":"p&ss\\"word"}`, 'p&ss'],
    ['a password in a header', `Authorization: ${btoa('hunter2')}`, btoa('hunter2').slice(0, 8)],
    ['the home folder', 'read /home/ana/docs/a', '/home/ana'],
    ['the user', 'made by ana-maria', 'ana-maria'],
    ['a machine', 'on BUILD-SERVER: up', 'BUILD-SERVER'],
    ['a folder of documents', 'ingest /srv/clients/acme/x', 'acme'],
  ])('is taken out: %s', (_, given, gone) => {
    expect(text(given)).not.toContain(gone);
    expect(log(given)).not.toContain(gone);
  });

  it('leaves what only looks like it', () => {
    expect(text('/home/anabel')).not.toContain('~');
    expect(text('in /srv/home/ana/x')).toBe('in /srv/home/ana/x');
    expect(text('build-server-2 and ana-marias')).toBe('build-server-2 and ana-marias');
  });

  it('takes no common user name for a secret', () => {
    const as = (user: string) => createRedactor({ ...known, user }).text('root owns the user file');
    expect(as('root')).toBe('root owns the user file');
  });
});

describe('what is private by its form', () => {
  it.each([
    ['a bearer token', 'Authorization: Bearer abcDEF123456789', 'abcDEF'],
    ['a basic header', 'authorization: Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
    ['a key header', 'api-key: 0123abcd-ef', '0123abcd'],
    ['a cookie', 'Cookie: gecko_docs=17.abc; other=1', '17.abc'],
    ['a session', 'got gecko_docs=17.AbC_d', '17.AbC'],
    ['a proxy with password', 'via http://ann:s3cret@proxy.example:3128', 's3cret'],
    ['a key in place of a password', 'https://sk12345678@api.example/v1', 'sk12345678'],
    ['a sign-in link', 'http://127.0.0.1:8081/login?code=Ab3dEf', 'Ab3dEf'],
    ['a variable', 'POSTGRES_PASSWORD=tr0ub4dor', 'tr0ub4dor'],
    ['a field', '{"apiKey": "zz-top-secret"}', 'zz-top'],
    ['a token without a name', `seen ${secret.replace('w', 'q')} once`, 'kQ2'],
    ['a key of a provider', 'sk-proj-abcdef123456', 'abcdef123456'],
    ['a JSON web token', 'eyJhbGciOi.eyJzdWIiOi.c2lnbmF0', 'eyJzdWIi'],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----', 'MIIE'],
    ['a private key that was cut', '-----BEGIN RSA PRIVATE KEY-----\nMIIE', 'MIIE'],
    ['a foreign home', '/home/bob/x and /Users/carla', 'bob'],
    ['a home in a path with others', 'PATH=/usr/bin:/home/bob/bin', 'bob'],
    ['a home in a URL', 'at file:///home/bob/x.js:3', 'bob'],
    ['a home on another machine', 'ssh://box.example/home/bob/x', 'bob'],
    ['a home after an option', 'docker run -v/home/bob:/data', 'bob'],
    ['a home after a line break in JSON', String.raw`"failed\n/home/bob/x"`, 'bob'],
    ['a home in colour', '\u001b[36m/home/bob/x', 'bob'],
    ['a home below /var', 'read /var/home/bob/x', 'bob'],
    ['a home as an engine in a virtual machine has it', '/host_mnt/c/Users/bob/x', 'bob'],
    ['a home as WSL has it', '/mnt/c/Users/bob/x', 'bob'],
    ['a home on Windows', String.raw`C:\Users\Dora\x`, 'Dora'],
    ['who made it', 'created-by: eve@laptop-7', 'laptop-7'],
    ['a stranger on a known machine', 'eve-li@build-server', 'eve-li'],
    ['a known user on a strange machine', 'ana-maria@laptop-9', 'laptop-9'],
    ['an engine by ssh', 'ssh://frank@build.example:22', 'build.example'],
    ['an address', 'client: 203.0.113.9, server', '203.0.113.9'],
    ['an address at the end', 'from 203.0.113.9.', '203.0.113.9'],
    ['an IPv6 address', 'from 2001:db8::17 and 2001:db8:0:0:1:2:3:4', '2001'],
  ])('is taken out: %s', (_, given, gone) => {
    expect(text(given)).not.toContain(gone);
    expect(log(given)).not.toContain(gone);
  });

  it.each([
    ['loopback and private addresses', '127.0.0.1:8000, 172.18.0.2, 10.0.0.1, ::1'],
    ['sums', `sha256:${'0a'.repeat(32)}`],
    ['images', `qdrant/qdrant:v1.18.3-unprivileged@sha256:${'ab'.repeat(32)}`],
    ['times', '2026-11-26T07:45:12.123456789Z 12:34:56'],
    ['versions', 'Ollama 0.35.0, dockerode@5.0.1'],
    ['counts of tokens', 'generator.contextTokens: 4096'],
    ['keys that are masked', 'generator.key: "********"'],
    ['paths of the system', '/var/lib/docker, /run/gecko/token'],
    ['modules of Rust', 'actix_server::worker: starting'],
  ])('leaves %s', (_, given) => {
    expect(text(given)).toBe(given);
  });
});

describe('what logs may have of questions and documents', () => {
  it.each([
    ['a question', '{"level":"info","question":"Who is fired \\"soon\\"?"}', 'fired'],
    ['a prompt of Ollama', 'level=DEBUG msg="completion request" prompt="Who is fired?"', 'fired'],
    ['messages', 'messages=[{"role":"user","content":"Who is fired?"}]', 'fired'],
    ['a path of a document', 'request: "PUT /corpus/documents/1?path=who-is-fired"', 'fired'],
    ['the name of a document', 'a parser failed for plans/who is fired.pdf', 'fired.pdf'],
    ['a quoted name', 'cannot read "who is fired.docx"', 'who is'],
    ['a known document', 'failed: Merger with Acme.pdf', 'Merger'],
    ['a known title', 'stored Merger plans', 'plans'],
  ])('is taken out: %s', (_, given, gone) => {
    expect(log(given)).not.toContain(gone);
  });

  it.each([
    '/srv/home/g/x',
    '/data/Users/list',
    'web/home/index',
    './home/index',
    '../home/index',
    '~/home/index',
    '$HOME/home/index',
    '/var/lib/docker/volumes/a_b/_data/home/g',
  ])('leaves a folder that is named like that of the homes: %s', (path) => {
    expect(text(`read ${path}, "${path}"`)).toBe(`read ${path}, "${path}"`);
    expect(log(`read ${path}`)).toBe(`read ${path}`);
  });

  it('leaves what a line is for', () => {
    const line = '2026-11-26T07:45:12Z warn core: upkeep of the store failed code=NO_SPACE';
    expect(log(line)).toBe(line);
  });
});

describe('a JSON document', () => {
  it('stays one', () => {
    const given = { token: 'abc', list: [`x ${secret}`, 4096], deep: { home: '/home/ana/x' } };
    expect(tree(given)).toEqual({
      token: '[secret]',
      list: ['x [secret]', 4096],
      deep: { home: '~/x' },
    });
  });
});
