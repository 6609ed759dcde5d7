import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { craftedTar } from '../fakes/crafted-tar.ts';
import { inVolume, readInVolume } from './in-volume.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

/** The stand-in for Qdrant proves the order of things, and not what a real storage bears. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('the cold backup of a stack', () => {
  let gecko: StackSandbox;
  let repository: string;
  const volume = 'cold_qdrant_storage';
  const question = 'How is the pump painted?';
  const answers = (words: string) => ({ answer: expect.stringContaining(words) });
  const services = ['ollama-1', 'qa-1', 'qdrant-1', 'rag-1', 'web-1'];

  const within = (script: string, source = volume) => inVolume(gecko.engine, source, script);
  const running = async () => {
    const { containers } = await gecko.engine.snapshot('cold');
    return containers
      .filter(({ status }) => status === 'running')
      .map(({ name }) => name.slice(5))
      .toSorted();
  };
  const volumes = async () => {
    const all = (await gecko.engine.snapshot('cold')).volumes.map(({ name }) => name);
    return all.filter((name) => /_(new|old|stopped)/.test(name));
  };
  const paint = async (colour: string) => {
    writeFileSync(join(gecko.home, 'pump.md'), `# Pump\n\nThe pump is painted ${colour}.\n`);
    await gecko.ok('ingest', 'pump.md');
  };
  const restore = () => ['restore', 'qdrant', 'latest', '--yes', '--to', repository];

  beforeAll(async () => {
    gecko = await openStack('cold');
    repository = join(gecko.home, 'backups');
    await gecko.ok('up');
    await paint('dark green');
  });
  afterAll(() => gecko?.close());

  it('stops what uses the corpus, stores its volume, and starts it again', async () => {
    const backing = gecko.start(['backup', 'qdrant', '--cold', '--to', repository]);
    const { code, stderr } = await backing.ended;
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(
        /Stopping cold-(rag|qa)-1[\s\S]*Stopping cold-qdrant-1[\s\S]*Storing/,
      ),
    });
    expect(await running()).toEqual(services);
    expect(await volumes()).toEqual([]);
    expect(await gecko.ok('ask', question)).toMatchObject(answers('dark green'));
    expect(await gecko.ok('backup', 'list', '--to', repository)).toMatchObject({
      backups: [{ volumes: [volume] }],
    });
  });

  it('comes back in place of what was there since', async () => {
    await paint('bright orange');
    expect(
      await gecko.ok('restore', 'qdrant', 'latest', '--dry-run', '--to', repository),
    ).toMatchObject({
      restored: false,
      volumes: [{ volume }],
    });
    expect(await gecko.ok('ask', question)).toMatchObject(answers('bright orange'));
    await gecko.ok(...restore());
    expect(await gecko.ok('ask', question)).toMatchObject(answers('dark green'));
    expect(await running()).toEqual(services);
    expect(await volumes()).toEqual([]);
    expect(await within('ls -a /v')).not.toContain('.gecko');
  });

  it('leaves what is there where its storage cannot be opened', async () => {
    await paint('bright orange');
    // As if the backup had been made of a storage that is damaged.
    await gecko.ok('stop');
    await within('cp -p /v/requests.ndjson /v/kept && echo "{no" > /v/requests.ndjson');
    await gecko.ok('backup', 'qdrant', '--cold', '--to', repository, '--label', 'damaged');
    await within('mv /v/kept /v/requests.ndjson');
    await gecko.ok('start');
    expect(await gecko.run(restore())).toMatchObject({
      code: 25,
      stderr: expect.stringContaining('did not stand its proof'),
    });
    expect(await gecko.ok('ask', question)).toMatchObject(answers('bright orange'));
    expect(await volumes()).toEqual([]);
    await gecko.ok('backup', 'qdrant', '--cold', '--to', repository);
  });

  it('starts everything again where it is interrupted', async () => {
    const backing = gecko.start(['backup', 'qdrant', '--cold', '--to', repository]);
    await backing.said(/Stopping cold-qdrant-1/);
    backing.child.kill('SIGINT');
    expect(await backing.ended).toMatchObject({ code: 130 });
    expect(await running()).toEqual(services);
    expect(await volumes()).toEqual([]);
  });

  it('is started again by the next gecko where it was killed, also without its state', async () => {
    const backing = gecko.start(['backup', 'qdrant', '--cold', '--to', repository]);
    await backing.said(/Storing/);
    backing.child.kill('SIGKILL');
    await backing.ended;
    expect(await running()).not.toContain('qdrant-1');
    rmSync(join(gecko.home, 'gecko', 'state', 'projects', 'cold'), { recursive: true });
    expect(await gecko.ok('restore', '--resume')).toMatchObject({
      started: expect.arrayContaining(['cold-qdrant-1', 'cold-rag-1']),
    });
    expect(await running()).toEqual(services);
    expect(await volumes()).toEqual([]);
  });

  /** As the old page has it: `docker run -v VOL:/v -v $PWD:/b alpine tar czf /b/x.tar.gz WHAT`. */
  const packed = async (name: string, of: string, what: string[]) => {
    const command = ['tar', 'czf', '-', ...what];
    const bytes = await readInVolume(gecko.engine, of, command, 'gecko-test/busybox:1');
    const file = join(gecko.home, name);
    writeFileSync(file, bytes);
    return file;
  };

  it('takes an old archive of its storage, with a warning', async () => {
    await paint('dark green');
    await gecko.ok('stop', 'qdrant', 'rag', 'qa');
    // The old stack ran as root.
    await within('chown -R 0:0 /v');
    const files = [
      await packed('qdrant_backup.tar.gz', volume, ['/v']),
      await packed('inside.tgz', volume, ['-C', '/v', '.']),
    ];
    await within('chown -R 1000:1000 /v');
    await gecko.ok('start');
    for (const file of files) {
      await paint('bright orange');
      expect(await gecko.ok('restore', 'qdrant', file, '--dry-run')).toMatchObject({
        restored: false,
      });
      const { code, stderr } = await gecko.run(['restore', 'qdrant', file, '--yes']);
      expect({ code, stderr }).toMatchObject({
        code: 0,
        stderr: expect.stringContaining('no manifest'),
      });
      expect(await gecko.ok('ask', question)).toMatchObject(answers('dark green'));
      expect(await within('stat -c %u /v/collections /v/requests.ndjson')).toBe('1000\n1000\n');
    }
    expect(await volumes()).toEqual([]);
  });

  it('takes an old archive of models, each compared with its sum', async () => {
    const models = async () => JSON.stringify((await gecko.ok('model', 'list')).ollama);
    const storage = 'cold_ollama_storage';
    await gecko.ok('model', 'pull', 'llama3');
    const file = await packed('ollama_backup.tar.gz', storage, ['/v']);
    await gecko.ok('model', 'rm', 'llama3', '--yes');
    expect(await models()).not.toContain('llama3');
    expect(await gecko.run(['restore', 'qdrant', file, '--yes'])).toMatchObject({
      code: 25,
      stderr: expect.stringMatching(/holds the models of Ollama[\s\S]*gecko restore ollama/),
    });
    await gecko.ok('restore', 'ollama', file, '--yes');
    expect(await models()).toContain('llama3');
    await gecko.ok('backup', 'ollama', '--cold', '--to', repository);
    await within('cd /v/models/blobs && echo more >> $(ls | head -n 1)', storage);
    const damaged = await packed('damaged.tar.gz', storage, ['/v']);
    expect(await gecko.run(['restore', 'ollama', damaged, '--yes'])).toMatchObject({
      code: 25,
      stderr: expect.stringMatching(/damaged, for their names are their sums: sha256-/),
    });
    await gecko.ok('restore', 'ollama', 'latest', '--yes', '--to', repository);
    const sums =
      'cd /v/models/blobs && sha256sum * | sed "s/^\\(.*\\)  sha256-\\1$/same/" | sort -u';
    expect(await within(sums, storage)).toBe('same\n');
    expect(await running()).toEqual(services);
    expect(await volumes()).toEqual([]);
    await gecko.ok('backup', 'qdrant', '--cold', '--to', repository);
  });

  it('refuses an old archive that is empty, cut off, or of something else', async () => {
    await gecko.engine.createVolume('qdrant_storage', {});
    const empty = await packed('empty.tar.gz', 'qdrant_storage', ['/v']);
    await gecko.engine.removeVolume('qdrant_storage');
    expect(await gecko.run(['restore', 'qdrant', empty, '--yes'])).toMatchObject({
      code: 25,
      stderr: expect.stringMatching(/it is empty[\s\S]*Compose puts the name of its project/),
    });
    const other = await packed('other.tar.gz', volume, ['/bin']);
    const whole = readFileSync(other);
    expect(await gecko.run(['restore', 'qdrant', other, '--yes'])).toMatchObject({
      code: 25,
      stderr: expect.stringContaining('holds neither'),
    });
    writeFileSync(other, whole.subarray(0, whole.length / 2));
    expect(await gecko.run(['restore', 'qdrant', other, '--yes'])).toMatchObject({
      code: 25,
      stderr: expect.stringContaining('cut off'),
    });
    const crafted = join(gecko.home, 'crafted.tar');
    const good = ['collections/a', 'aliases/data.json', 'raft_state.json'].map((name) => ({
      name,
    }));
    writeFileSync(crafted, craftedTar([...good, { name: '../../evil' }]));
    expect(await gecko.run(['restore', 'qdrant', crafted, '--yes'])).toMatchObject({
      code: 25,
      stderr: expect.stringContaining('"../../evil" leads out'),
    });
    expect(await gecko.ok('ask', question)).toMatchObject(answers('dark green'));
    expect(await volumes()).toEqual([]);
    expect(await running()).toEqual(services);
  });

  it.each([
    ['Unpacking', ['up']],
    ['Opening it', ['restore', '--resume']],
    ['Stopping cold-qdrant-1', ['up']],
    ['Replacing', ['restore', '--resume']],
    ['Starting cold-qdrant-1', ['up']],
  ])('is old or new, and answers, where its restore is killed at: %s', async (words, next) => {
    await paint('bright orange');
    const restoring = gecko.start(restore());
    await restoring.said(new RegExp(words));
    restoring.child.kill('SIGKILL');
    await restoring.ended;
    await gecko.ok(...next);
    // What a killed gecko's tools have left goes with the next up.
    await gecko.ok('up');
    const { answer } = await gecko.ok('ask', question);
    expect(String(answer)).toMatch(/bright orange|dark green/);
    expect(await running()).toEqual(services);
    expect(await volumes()).toEqual([]);
    expect(await within('ls -a /v')).not.toContain('.gecko');
  });
});
