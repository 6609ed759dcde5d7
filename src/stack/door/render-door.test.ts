import { toErrorBody } from '@gecko/core/http/error-response';
import { readBody } from '@gecko/core/http/read-body';
import { describe, expect, it } from 'vitest';
import { readDoorTemplates } from '../../packaged/door-files.ts';
import { doorListens } from '../door-ports.ts';
import type { DoorInput } from './door-input.ts';
import { renderDoor } from './render-door.ts';

const templates = readDoorTemplates();
const ollama = { url: 'http://ollama:11434', isContainer: true, isPublished: true };
const input: DoorInput = {
  project: 'gecko',
  projectId: 'id-1',
  token: 'secret-token',
  ports: doorListens,
  hosts: [],
  origins: ['http://127.0.0.1:8081'],
  page: { folder: '/etc/gecko/page', policy: "default-src 'self'", isOurs: true },
  rag: {
    replicas: ['gecko-rag-1:8000', 'gecko-rag-2:8000'],
    first: 'gecko-rag-1:8000',
    isOurs: true,
  },
  qa: { replicas: ['gecko-qa-1:8000'], first: 'gecko-qa-1:8000', isOurs: true },
  corpus: null,
  qdrant: { server: 'qdrant:6333', isPublished: true },
  probes: [{ service: 'rag', port: 8000, path: '/health' }],
  ollama,
  authorities: 'authorities.pem',
  exposed: null,
  limits: { deadline: 1_800_000, json: 1_048_576, document: 67_108_864 },
  resolver: null,
  scratch: '/tmp',
};
const render = (change: Partial<DoorInput> = {}) => renderDoor({ ...input, ...change }, templates);

describe('renderDoor', () => {
  it('leaves nothing to fill in, and includes every file that it gives', () => {
    const files = render();
    const text = Object.values(files).join('\n');
    expect(text).not.toContain('{{');
    const included = new Set(
      [...text.matchAll(/include ([\w-]+\.conf);/g)].map(([, name]) => name),
    );
    const given = Object.keys(files).filter(
      (name) => !['nginx.conf', 'refuse-inside.conf', 'start.sh'].includes(name),
    );
    expect([...included].sort()).toEqual(given.sort());
  });

  it('tells replicas in one file alone, so that scaling changes no other', () => {
    const [one, three] = [
      render(),
      render({ rag: { ...input.rag, replicas: ['a:1', 'b:1', 'c:1'] } }),
    ];
    const changed = Object.keys(one).filter((name) => one[name] !== three[name]);
    expect(changed).toEqual(['upstreams.conf']);
  });

  it('has one line a replica, kept by DNS', () => {
    expect(render()['upstreams.conf']).toContain(
      'server gecko-rag-1:8000 max_fails=1 fail_timeout=1s resolve;\n  server gecko-rag-2:8000 max_fails=1 fail_timeout=1s resolve;',
    );
  });

  it.each([1_000, 1_536, 1_048_576, 1_572_864, 67_108_864])(
    'says of a body larger than %i bytes what a backend says of it',
    async (json) => {
      const url = 'http://127.0.0.1/ask';
      const body = 'x'.repeat(1);
      const headers = { 'content-length': String(json + 1) };
      const request = new Request(url, { method: 'POST', body, headers });
      const refused = await readBody(request, json, new AbortController().signal).catch(
        toErrorBody,
      );
      const maps = render({ limits: { ...input.limits, json } })['maps.conf'];
      const [, members] =
        /map "\$server_port \$uri" \$too_large \{\n {2}default '(.*)';/.exec(maps ?? '') ?? [];
      expect({ error: JSON.parse(`{"code":"BODY_TOO_LARGE",${members}}`) }).toEqual(refused);
    },
  );

  it('writes the token into one file', () => {
    const files = render();
    const holding = Object.keys(files).filter((name) => files[name]?.includes('secret-token'));
    expect(holding).toEqual(['maps.conf']);
  });

  it.each([
    [
      'qdrant is not published',
      { qdrant: { server: 'qdrant:6333', isPublished: false } },
      'qdrant.conf',
    ],
    ['ollama is not published', { ollama: { ...ollama, isPublished: false } }, 'ollama.conf'],
    ['ollama is a container', {}, 'ollama-inside.conf'],
    ['there is no ollama', { ollama: null }, 'ollama.conf'],
  ])('closes a port where %s', (_, change, file) => {
    const files = render(change);
    expect(files).not.toHaveProperty([file]);
    expect(files['nginx.conf']).not.toContain(file);
  });

  it.each([
    [
      'http://host.docker.internal:11434',
      'server host.docker.internal:11434 max_fails=1 fail_timeout=1s;',
      'http://ollama/;',
    ],
    [
      'http://172.17.0.1:11434',
      'server 172.17.0.1:11434 max_fails=1 fail_timeout=1s;',
      'http://ollama/;',
    ],
    [
      'https://models.example/base/',
      'server models.example:443 max_fails=1 fail_timeout=1s resolve;',
      'https://ollama/base/;',
    ],
  ])('stands in for an Ollama at %s', (url, server, upstream) => {
    const files = render({ ollama: { url, isContainer: false, isPublished: false } });
    expect(files['upstreams.conf']).toContain(server);
    expect(files['ollama-inside.conf']).toContain(`proxy_pass ${upstream}`);
    expect(files['ollama-inside.conf']).toContain(`set $passed_host ${new URL(url).host};`);
    expect(files['ollama-inside.conf']?.includes('proxy_ssl_verify on')).toBe(
      url.startsWith('https'),
    );
    expect(
      files['ollama-inside.conf']?.includes('proxy_ssl_trusted_certificate authorities.pem;'),
    ).toBe(url.startsWith('https'));
  });

  it("signs in at a backend of gecko's own, and gives a user's own no session", () => {
    const { 'web.conf': web, 'upstreams.conf': upstreams } = render({
      rag: { replicas: ['mine:8000'], first: 'mine:8000', isOurs: false },
    });
    expect(upstreams).toMatch(/upstream sign-in \{[^}]*gecko-qa-1:8000/);
    expect(web).toMatch(/\/api\/rag\/ \{\s+set \$passed_cookie "";/);
    expect(web).toMatch(/\/api\/qa\/ \{\s+set \$passed_cookie \$session_cookie;/);
    const beside = render({
      rag: { ...input.rag, isOurs: false },
      qa: { ...input.qa, isOurs: false },
      corpus: { replicas: ['corpus:8000'], first: 'gecko-corpus-1:8000', isOurs: true },
    });
    expect(beside['upstreams.conf']).toMatch(/upstream sign-in \{[^}]*gecko-corpus-1:8000/);
    expect(beside['web.conf']).toContain('location ^~ /-/corpus/');
    expect(web).not.toContain('/-/corpus/');
  });

  it("writes a policy of the user's as it is", () => {
    const page = { ...input.page, policy: `default-src "x\\y"` };
    expect(render({ page })['maps.conf']).toContain(String.raw`"" "default-src \"x\\y\"";`);
  });

  it.each([
    ['hosts', { hosts: ['a"; return 200 x; #'] }],
    ['hosts', { hosts: ['a|b'] }],
    ['hosts', { hosts: ['a:80'] }],
    ['web.origins', { origins: ['https://a.example"'] }],
    ['web.origins', { origins: ['https://a.example/path'] }],
    ['web.csp', { page: { ...input.page, policy: 'script-src $host' } }],
    ['web.csp', { page: { ...input.page, policy: "default-src 'none'\nadd_header X y" } }],
    ['generator.url', { ollama: { ...ollama, url: 'http://ollama/a;b' } }],
  ])('refuses what would mean something else to nginx, naming %s', (key, change) => {
    expect(() => render(change)).toThrowError(
      expect.objectContaining({ code: 'CONFIG_INVALID', details: { key } }),
    );
  });
});
