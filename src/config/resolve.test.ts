import { describe, expect, it } from 'vitest';
import { resolveConfig, type Sources } from './resolve.ts';

const nothing: Sources = { cwd: '/work', env: {}, flags: {}, file: null, dotenv: null, user: null };
const yaml = (text: string) => ({ path: '/work/gecko.yaml', text });

const resolve = (sources: Partial<Sources>) => resolveConfig({ ...nothing, ...sources });
const failure = async (sources: Partial<Sources>) => {
  const error: unknown = await resolve(sources).catch((thrown: unknown) => thrown);
  if (!(error instanceof Error)) throw new Error('nothing was wrong');
  return error;
};
const originOf = async (key: string, sources: Partial<Sources>) =>
  (await resolve(sources)).entries.find((entry) => entry.key === key)?.origin;

describe('precedence', () => {
  const all: Partial<Sources> = {
    flags: { project: 'from-flag' },
    env: { GECKO_PROJECT: 'from-env' },
    dotenv: { path: '/work/.env', text: '# c\nGECKO_PROJECT=from-dotenv' },
    file: yaml('model: m\nproject: from-file'),
    user: { path: '/home/config.yaml', text: 'project: from-user' },
  };
  const order = ['flags', 'env', 'dotenv', 'file', 'user'] as const;

  it.each([
    ['flags', 'from-flag', { kind: 'flag', flag: '--project' }],
    ['env', 'from-env', { kind: 'environment', name: 'GECKO_PROJECT' }],
    [
      'dotenv',
      'from-dotenv',
      { kind: 'dotenv', file: '/work/.env', line: 2, name: 'GECKO_PROJECT' },
    ],
    ['file', 'from-file', { kind: 'file', file: '/work/gecko.yaml', line: 2, column: 10 }],
    ['user', 'from-user', { kind: 'file', file: '/home/config.yaml', line: 1, column: 10 }],
  ] as const)('takes %s where nothing stronger is', async (source, value, origin) => {
    const from = order.indexOf(source);
    const sources = Object.fromEntries(order.slice(from).map((name) => [name, all[name]]));
    expect((await resolve(sources)).project).toBe(value);
    expect(await originOf('project', sources)).toEqual(origin);
  });

  it('takes the default where nothing is said', async () => {
    expect((await resolve({})).project).toBe('gecko');
    expect(await originOf('project', {})).toEqual({ kind: 'default' });
  });

  it('merges groups key by key', async () => {
    const config = await resolve({
      file: yaml('ports: { rag: 1000, qa: 2000 }'),
      env: { GECKO_PORTS_QA: '3000' },
    });
    expect(config.ports).toMatchObject({ rag: 1000, qa: 3000, web: [8081] });
  });
});

describe('values', () => {
  it('reads text from the environment in the form of the key', async () => {
    const config = await resolve({
      env: {
        GECKO_PORTS_WEB: '81, 82',
        GECKO_WEIGHTS_OFFLINE: 'true',
        GECKO_HOSTS: 'a.example,b.example',
        GECKO_LIMITS_DEADLINE: '90s',
        GECKO_GENERATOR_CONTEXT_TOKENS: '8192',
        GECKO_KEEP_ALIVE: '-1',
        GECKO_MODEL: '',
        https_proxy: 'http://lower.example:3128',
        HTTPS_PROXY: 'http://upper.example:3128',
        ALL_PROXY: 'http://all.example:3128',
        NO_PROXY: 'localhost',
      },
    });
    expect(config).toMatchObject({
      ports: { web: [81, 82] },
      weights: { offline: true },
      hosts: ['a.example', 'b.example'],
      limits: { deadline: 90_000, document: 64 * 2 ** 20 },
      generator: { contextTokens: 8192 },
      keepAlive: '-1',
      model: 'llama3',
      outbound: {
        httpProxy: 'http://all.example:3128',
        httpsProxy: 'http://lower.example:3128',
        noProxy: 'localhost',
      },
    });
  });

  it('fetches no weights where it is to ask nothing of any network', async () => {
    const config = await resolve({ flags: { offline: true } });
    expect(config).toMatchObject({ offline: true, weights: { offline: true } });
    expect(await resolve({})).toMatchObject({ offline: false, weights: { offline: false } });
  });

  it('knows a .env as its own only where a variable in it is', async () => {
    const dotenv = (text: string) => resolve({ dotenv: { path: '/work/.env', text } });
    expect((await dotenv('OTHER=1')).dotenv).toBeNull();
    expect((await dotenv('OTHER=1\nGECKO_MODEL=m')).dotenv).toBe('/work/.env');
    expect((await dotenv('OLLAMA_HOST=0.0.0.0')).dotenv).toBe('/work/.env');
  });

  it('reads one port or a list', async () => {
    expect((await resolve({ file: yaml('ports:\n  web: 80') })).ports.web).toEqual([80]);
  });

  it('takes paths relative to the file that names them', async () => {
    const file = { path: '/srv/x/gecko.yaml', text: 'weights: { folder: w }' };
    expect((await resolve({ file })).weights.folder).toBe('/srv/x/w');
    const env = { GECKO_WEIGHTS_FOLDER: '~/w', HOME: '/home/me' };
    expect((await resolve({ env })).weights.folder).toBe('/home/me/w');
  });

  it.each([
    ['gpus: 2', 2],
    ['gpus: all', 'all'],
    ['gpus: 0,2', ['0', '2']],
    ['gpus: [1]', ['1']],
    ['gpus: GPU-7518f6b0', ['GPU-7518f6b0']],
    ['', 1],
  ])('reads GPUs as --gpus does: %s', async (text, gpus) => {
    expect((await resolve({ file: yaml(text) })).gpus).toEqual(gpus);
  });

  it('reads GPUs from the environment, too', async () => {
    expect((await resolve({ env: { GECKO_GPUS: '3' } })).gpus).toBe(3);
    expect((await resolve({ env: { GECKO_GPUS: 'all' } })).gpus).toBe('all');
  });

  it.each(['', '# nothing\n', '\uFEFFmodel: m\r\nports:\r\n', 'ports: ~'])(
    'accepts an empty file, an open key, a byte order mark and CRLF: %j',
    async (text) => {
      expect((await resolve({ file: yaml(text) })).ports.rag).toBe(8000);
    },
  );
});

describe('errors', () => {
  it.each([
    ['prots:\n  rag: 1', 'CONFIG_UNKNOWN_KEY', /gecko\.yaml:1:1: prots .* did you mean ports\?/],
    ['ports:\n  rga: 1', 'CONFIG_UNKNOWN_KEY', /gecko\.yaml:2:3: ports\.rga .* ports\.rag\?/],
    ['folder: /w', 'CONFIG_UNKNOWN_KEY', /did you mean weights\.folder\?/],
    [
      'services:\n  web:\n    image: x',
      'CONFIG_UNKNOWN_KEY',
      /gecko\.yaml:3:5: services\.web\.image/,
    ],
    [
      'ports:\n  rag: "80a"',
      'CONFIG_INVALID',
      /gecko\.yaml:2:8: ports\.rag must be a whole number from 1 to 65535, not "80a"/,
    ],
    ['ports:\r\n  rag: 70000\r\n', 'CONFIG_INVALID', /gecko\.yaml:2:8: .* not 70000/],
    ['\uFEFFmodel: 3', 'CONFIG_INVALID', /gecko\.yaml:1:8: model must be text, not 3/],
    ['ports: 8000', 'CONFIG_INVALID', /gecko\.yaml:1:8: ports must be a group of keys, not 8000/],
    [
      'hosts: [a, 3]',
      'CONFIG_INVALID',
      /gecko\.yaml:1:8: hosts must be a list of host names, not 3/,
    ],
    ['gpus: two', 'CONFIG_INVALID', /gecko\.yaml:1:7: gpus must be a number of GPUs.* not "two"/],
    ['gpus: [0, x]', 'CONFIG_INVALID', /gpus must be a number of GPUs/],
    ['gpus: -1', 'CONFIG_INVALID', /gpus must be a number of GPUs.* not -1/],
    ['runtime: podman', 'CONFIG_INVALID', /runtime must be one of docker, embedded, not "podman"/],
    ['generator:\n  url: ftp://x', 'CONFIG_INVALID', /generator\.url must be an http/],
    ['- a\n- b', 'CONFIG_INVALID', /must be keys with values/],
    [
      'corpus: { chunk: { tokens: 64, overlap: 64 } }',
      'CONFIG_INVALID',
      /overlap \(64\) must be smaller/,
    ],
    [
      'ports: { rag: 8002 }',
      'CONFIG_INVALID',
      /gecko\.yaml:1:15: ports\.rag and ports\.qa are both 8002|ports\.qa .* 8002/,
    ],
    ['model: a\nmodel: b', 'CONFIG_SYNTAX', /gecko\.yaml:2:1: .*unique/],
    ['a: [1', 'CONFIG_SYNTAX', /gecko\.yaml:1:\d+: /],
    ['a: &x [*x, *x]', 'CONFIG_UNKNOWN_KEY', /a is not a key/],
    ['a: !!js/function "x"', 'CONFIG_SYNTAX', /gecko\.yaml:1:4: /],
    ['__proto__: 1', 'CONFIG_UNKNOWN_KEY', /__proto__ is not a key/],
  ])('says what is wrong in %j', async (text, code, message) => {
    const error = await failure({ file: yaml(text) });
    expect(error).toMatchObject({ code, exitCode: 2 });
    expect(error.message).toMatch(message);
  });

  it('names the variable', async () => {
    const error = await failure({ env: { GECKO_PORTS_RAG: 'x' } });
    expect(error.message).toContain('GECKO_PORTS_RAG in the environment: ports.rag must be');
  });

  it('tells of a wrong value even where a flag overrides it', async () => {
    const sources = { flags: { project: 'good' }, file: yaml('project: BAD') };
    expect((await failure(sources)).message).toContain('gecko.yaml:1:10');
  });

  it('tells all problems at once', async () => {
    const error = await failure({ file: yaml('a: 1\nmodel: []'), env: { GECKO_GPUS: 'many' } });
    expect(error.message).toMatch(/^3 problems:/);
  });

  it('never shows a secret', async () => {
    const error = await failure({ file: yaml('generator:\n  key: [s3cret]') });
    expect(error.message).not.toContain('s3cret');
  });
});

describe('other programs’ variables', () => {
  it('reads the .env of the old stack without harm, and says what it does not use', async () => {
    const text = 'OLLAMA_HOST=http://ollama:11434\nQDRANT_HOST=http://qdrant:6333\n';
    const config = await resolve({ dotenv: { path: '/work/.env', text } });
    expect(config.ollama).toEqual(['http://127.0.0.1:11434', 'http://127.0.0.1:11435']);
    expect(config.notes).toEqual([expect.stringContaining('OLLAMA_HOST=http://ollama:11434')]);
  });

  it('prefers the environment to .env', async () => {
    const dotenv = { path: '/work/.env', text: 'OLLAMA_HOST=a' };
    const config = await resolve({ env: { OLLAMA_HOST: 'gpu.example:1234' }, dotenv });
    expect(config.ollama).toEqual(['http://gpu.example:1234']);
  });

  it('says that GECKO_HOME is not read from .env', async () => {
    const { warnings } = await resolve({ dotenv: { path: '/p/.env', text: 'GECKO_HOME=/x' } });
    expect(warnings).toEqual(['GECKO_HOME is not read from /p/.env; set it in the environment']);
  });

  it('suggests the key for a variable that is nearly one, and leaves others alone', async () => {
    const env = { GECKO_PORT_RAG: '1', GECKO_HEAD_REPOSITORY: 'x', GECKO_HOME: '/x' };
    const { warnings } = await resolve({ env });
    expect(warnings).toEqual([
      'GECKO_PORT_RAG is not a key of gecko; did you mean GECKO_PORTS_RAG?',
    ]);
  });
});
