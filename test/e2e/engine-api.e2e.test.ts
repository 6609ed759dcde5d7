import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fate } from '../fakes/engine-api.ts';
import { dockerInfo, dockerWithNvidia } from '../fakes/engine-info.ts';
import { type FakeStack, type FakeStackOptions, openFakeStack } from './fake-stack.ts';
import { oneCard } from './one-card.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

const all = ['ollama', 'qa', 'qdrant', 'rag', 'web'].map((name) => `gecko-${name}-1`);

async function names({ engine }: FakeStack): Promise<string[]> {
  return (await engine.snapshot('gecko')).containers.map(({ name }) => name).toSorted();
}

async function expectWholeUp(gecko: FakeStack): Promise<void> {
  const { code, stdout, stderr } = await gecko.run(['up', '--json']);
  expect({ code, said: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, said: '' });
  expect(await names(gecko)).toEqual(all);
}

/** The built gecko against engines that cannot be had: too old, too new, hanging, breaking off, with a GPU. */
describe('an engine behind a socket', () => {
  let sandbox: Sandbox;
  let gecko: FakeStack;
  beforeAll(async () => {
    sandbox = await openSandbox('');
  });
  afterAll(() => sandbox.close());
  afterEach(() => gecko.close());

  const open = async (options: FakeStackOptions = {}) => {
    gecko = await openFakeStack(sandbox, options);
  };

  it('is refused where it is too old, before it is asked for anything (row 49)', async () => {
    await open({ api: { min: '1.12', max: '1.24' } });
    const { code, stderr } = await gecko.run(['up']);
    expect(code).toBe(21);
    expect(stderr).toContain('your engine speaks 1.12–1.24, gecko needs ≥ 1.41');
    expect(stderr).not.toMatch(/client version|at .*\.js:\d/);
    expect(gecko.api.requests.map(({ line }) => line)).toEqual(['GET /version']);
  });

  it.each([
    ['the oldest that gecko speaks', { min: '1.12', max: '1.41' }, '1.41'],
    [
      'one newer than gecko knows, in the newest words that it knows',
      { min: '1.44', max: '1.52' },
      '1.51',
    ],
  ])('is worked with in %s (row 49)', async (_, api, spoken) => {
    await open({ api });
    await expectWholeUp(gecko);
    const versions = new Set(gecko.api.requests.map(({ version }) => version));
    expect([...versions]).toEqual([null, spoken]);
  });

  const once = (pattern: RegExp, fate: Fate) => {
    let isOver = false;
    return (line: string): Fate => {
      if (isOver || !pattern.test(line)) return 'pass';
      isOver = true;
      return fate;
    };
  };

  it.each([
    ['a pull', /^POST .images.create/, 1, /could not be pulled: the connection broke half-way/],
    [
      'a build',
      /^POST .build/,
      20,
      /was lost during "build image gecko-backend:\w+": the connection broke/,
    ],
    // That goes on by itself.
    ['a pull of the model', /^POST .-.ollama.api.pull/, 0, /llama3 broke off\. Trying again/],
  ])(
    'is told of where it breaks %s off, and the next up goes on (row 3)',
    async (_, pattern, code, words) => {
      await open({ decide: once(pattern, 'cut stream') });
      const ended = await gecko.run(['up']);
      expect(ended.stderr).toMatch(words);
      expect(ended.code).toBe(code);
      await expectWholeUp(gecko);
    },
  );

  it('is called lost where its answers break off (row 3)', async () => {
    await open({ decide: (line) => (line === 'GET /containers/json' ? 'cut' : 'pass') });
    const { code, stderr } = await gecko.run(['status']);
    expect(code).toBe(20);
    expect(stderr).toMatch(/was lost during "list containers": the connection broke/);
  });

  it.each([
    [
      'a log that is followed',
      ['logs', '-f', 'web'],
      /logs$/,
      20,
      /was lost during "read the log of container .*"/,
    ],
    [
      'a program',
      ['exec', 'web', 'cat', '/run/gecko/nginx.conf'],
      /exec.*start$/,
      1,
      /lost sight of what it was to run cat in container/,
    ],
  ])('is told of where it breaks %s off (row 3)', async (_, args, pattern, expected, words) => {
    await open({ decide: (line) => (pattern.test(line) ? 'cut stream' : 'pass') });
    await expectWholeUp(gecko);
    const { code, stderr } = await gecko.run(args);
    expect(stderr).toMatch(words);
    expect(code).toBe(expected);
  });

  describe('that has the NVIDIA runtime', () => {
    let env: { PATH: string };
    beforeAll(() => {
      env = oneCard(sandbox.home);
    });
    const requested = () =>
      gecko.api.requests
        .filter(({ line }) => line === 'POST /containers/create gecko-ollama-1')
        .map(({ body }) => body);

    it('is asked for the card by --auto-gpu, for Ollama alone', async () => {
      await open({ info: dockerWithNvidia });
      const { code, stdout } = await gecko.run(['up', '--auto-gpu', '--json'], { env });
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ profile: 'gpu-nvidia' });
      expect(requested()).toMatchObject([
        {
          HostConfig: {
            DeviceRequests: [{ Driver: 'nvidia', Count: 1, Capabilities: [['gpu']] }],
          },
        },
      ]);
      const asking = gecko.api.requests.filter(({ body }) =>
        JSON.stringify(body ?? '').includes('DeviceRequests'),
      );
      for (const { line } of asking) expect(line).toContain('gecko-ollama-1');
    });

    it.each([
      [
        'its hook refuses the card',
        {
          info: dockerWithNvidia,
          machine: {
            nvidiaHook:
              'nvidia-container-cli: initialization error: nvml error: driver/library version mismatch',
          },
        },
        /driver.library version mismatch/,
      ],
      [
        'it has no such runtime after all',
        { info: dockerInfo },
        /could not select device driver|runtime/,
      ],
    ])(
      'is worked with by the processor where %s, with the reason (row 51)',
      async (_, world, reason) => {
        await open(world);
        const { code, stdout, stderr } = await gecko.run(['up', '--auto-gpu'], { env });
        expect(stderr).toMatch(reason);
        expect(stderr).toMatch(/Profile cpu: /);
        expect({ code, stdout: code === 0 ? '' : stdout }).toEqual({ code: 0, stdout: '' });
        expect(await names(gecko)).toEqual(all);
        for (const body of requested())
          expect(JSON.stringify(body)).not.toContain('DeviceRequests');
      },
    );
  });
});

/** Of so many kinds that each waits for a deadline, all at the same time. */
describe.concurrent('an engine that hangs', () => {
  it.each([
    ['who it is', /^GET .version/, 'ask for the version'],
    ['what it has', /^GET .info/, 'ask what the engine has'],
    ['for a list', /^GET .containers.json/, 'list containers'],
    ['about an object', /^GET .volumes.gecko_lock/, 'inspect volume gecko_lock'],
    ['for a pull', /^POST .images.create qdrant/, 'pull image qdrant/qdrant:'],
    ['for a build', /^POST .build/, 'build image gecko-backend:'],
    ['for a network', /^POST .networks.create gecko-external/, 'create network gecko-external'],
    ['for a volume', /^POST .volumes.create gecko_models/, 'create volume gecko_models'],
    ['to put files', /^PUT .containers.*archive/, 'unpack an archive into /volume of'],
    ['for a container', /^POST .containers.create gecko-qa-1/, 'create container gecko-qa-1'],
    ['to start one', /^POST .containers.gecko-web-1.start/, 'start container gecko-web-1'],
  ])(
    'when it is asked %s: is called silent, with the call, and the next up goes on (row 4)',
    async (_, pattern, call) => {
      const sandbox = await openSandbox('');
      let isWell = false;
      const gecko = await openFakeStack(sandbox, {
        decide: (line) =>
          !isWell && (pattern.test(line) || line === 'GET /_ping') ? 'hang' : 'pass',
      });
      try {
        const env = { NODE_OPTIONS: `--import=${resolve('test/fakes/hasty.mjs')}` };
        const { code, stderr } = await gecko.run(['up'], { env });
        expect(stderr).toContain(`the call "${call}`);
        expect(stderr).toMatch(/did not answer.* within \d+ s/);
        expect(code).toBe(23);
        isWell = true;
        await expectWholeUp(gecko);
        expect(await gecko.json(['up'])).toMatchObject({ code: 0, document: { changed: false } });
      } finally {
        await gecko.close();
        await sandbox.close();
      }
    },
  );
});
