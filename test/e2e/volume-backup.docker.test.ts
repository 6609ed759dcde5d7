import { randomUUID } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inert } from '../../src/engine/execute/inert.ts';
import { type VolumeTool, withVolumeTool } from '../../src/engine/execute/volume-tool.ts';
import { digestScript, packing, unpacking } from '../../src/operations/backup/volume-tar.ts';
import { openSmallVolume } from '../engine/small-volume.ts';
import { type CraftedEntry, craftedTar } from '../fakes/crafted-tar.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

const signal = new AbortController().signal;
const image = 'gecko-test/node:1';

/** Everything that a restore has to bring back to the bit, made by root in a volume. */
const content = `
set -e
cd /v
chown 70:71 . && chmod 2770 .
echo text > plain && chown 1000:1000 plain && chmod 640 plain
ln plain second
ln -s /etc/passwd absolute
ln -s ../../up relative
ln -s nowhere "a link"
mkdir -p deep/er && chmod 700 deep && chown 5:6 deep/er
truncate -s 50000000 holes && echo end >> holes
echo a > "$(printf 'n%.0s' $(seq 1 200))"
echo b > 'ñandú – 日本 — new
line'
touch -d @1000000000 old
mkdir empty
`;

describe.skipIf(!process.env.GECKO_TEST_ENGINE)('a volume of any program', () => {
  let gecko: StackSandbox;
  let repository: string;
  let volume: string;
  beforeAll(async () => {
    gecko = await openStack('vols');
    repository = join(gecko.home, 'backups');
  });
  afterAll(() => gecko?.close());
  beforeEach(async () => {
    volume = `v${randomUUID().slice(0, 8)}`;
    await gecko.engine.createVolume(volume, {});
  });
  afterEach(() => gecko.engine.removeVolume(volume));

  const inTool = <T>(work: (tool: VolumeTool) => Promise<T>, name = volume) => {
    const mounts = [{ type: 'volume' as const, source: name, target: '/v', readOnly: false }];
    return withVolumeTool(gecko.engine, { name, image, labels: {}, mounts }, work, signal);
  };
  const inVolume = (script: string, name = volume) =>
    inTool((tool) => tool.run(['sh', '-c', script]), name);
  const leftovers = async () => {
    const { containers, volumes } = await gecko.engine.snapshot('vols');
    return [...containers, ...volumes].map(({ name }) => name);
  };
  /** Of all that it holds, with owners, rights, times, links and attributes. */
  const digest = async (name = volume) => inVolume(digestScript.replaceAll('$1', '/v'), name);
  const made = () => readdirSync(join(repository, 'manifests'));

  it('is backed up where nothing of the project runs, and is in the list', async () => {
    await inVolume(content);
    const { backup } = await gecko.ok(
      'backup',
      '--volume',
      volume,
      '--to',
      repository,
      '--label',
      'x',
    );
    expect(backup).toMatchObject({ volumes: [volume], store: null, label: 'x' });
    expect(await gecko.ok('backup', 'list', '--to', repository)).toMatchObject({
      backups: [{ volumes: [volume] }],
    });
    expect(await gecko.ok('backup', '--to', repository, 'verify', 'latest')).toMatchObject({
      intact: true,
    });
    const again = await gecko.ok('backup', '--volume', volume, '--to', repository);
    expect(again).toMatchObject({ backup: { written: expect.any(Number) } });
    expect(await gecko.names()).toEqual([]);
  });

  it('is stored anew where what was stored was damaged since', async () => {
    await inVolume(content);
    await gecko.ok('backup', '--volume', volume, '--to', repository);
    const blobs = join(repository, 'blobs');
    for (const name of readdirSync(blobs)) writeFileSync(join(blobs, name), 'damaged');
    const verify = () => gecko.run(['backup', 'verify', 'latest', '--to', repository]);
    expect(await verify()).toMatchObject({ code: 25 });
    const restore = ['restore', 'volume', volume, 'latest', '--to', repository, '--yes'];
    const before = await digest();
    expect(await gecko.run(restore)).toMatchObject({ code: 25 });
    expect(await digest()).toBe(before);
    await gecko.ok('backup', '--volume', volume, '--to', repository, '--reread');
    expect(await verify()).toMatchObject({ code: 0 });
  });

  it('is named with what is near where it is not there', async () => {
    const { code, stderr } = await gecko.run(['backup', '--volume', volume.slice(1)]);
    expect({ code, stderr }).toMatchObject({ code: 10, stderr: expect.stringContaining(volume) });
    expect(await gecko.run(['backup', 'list', '--volume', volume])).toMatchObject({ code: 2 });
    expect(await gecko.run(['backup', '--volume', volume, 'list'])).toMatchObject({ code: 2 });
    expect(await gecko.run(['backup'])).toMatchObject({ code: 2 });
  });

  it('comes back to the bit, in place of what was there since', async () => {
    await inVolume(content);
    const before = await digest();
    await gecko.ok('backup', '--volume', volume, '--to', repository);
    await inVolume(
      'rm -rf /v/deep /v/plain && echo other > /v/second && chown 9:9 /v && touch /v/more',
    );
    const other = await digest();
    expect(other).not.toBe(before);
    const restore = ['restore', 'volume', volume, 'latest', '--to', repository];
    expect(await gecko.ok(...restore, '--dry-run')).toMatchObject({ restored: false });
    expect(await gecko.run(restore)).toMatchObject({ code: 5 });
    expect(await digest()).toBe(other);
    expect(await gecko.ok(...restore, '--yes')).toMatchObject({ restored: true });
    expect(await digest()).toBe(before);
    expect(
      await inVolume('stat -c %b:%s /v/holes; stat -c %h /v/plain; stat -c %Y /v/old'),
    ).toMatch(/^\d{1,3}:50000004\n2\n1000000000\n$/);
    expect(await leftovers()).toEqual([]);
  });

  it('comes back with attributes, and to a volume that is gone', async () => {
    const tar = craftedTar([
      { name: './', type: '5', mode: 0o755 },
      { name: 'x', content: 'text', pax: [['SCHILY.xattr.user.origin', 'gecko\nten']] },
      { name: 'd/', type: '5', mode: 0o2755, pax: [['SCHILY.xattr.user.of', 'a folder']] },
    ]);
    await inTool((tool) => tool.run(unpacking('/v'), Readable.from([tar])));
    const before = await digest();
    await gecko.ok('backup', '--volume', volume, '--to', repository);
    await gecko.engine.removeVolume(volume);
    await gecko.ok('restore', 'volume', volume, 'latest', '--to', repository, '--yes');
    expect(await digest()).toBe(before);
    expect(await inTool((tool) => tool.run(packing('/v')))).toContain('user.origin=gecko\nten');
  });

  it('comes back as it was, whatever a volume holds', async () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((text) => !/[/\0\\]|^\.\.?$|^[A-Za-z]:/.test(text) && !text.startsWith('.gecko'))
      .map((text) => text.normalize('NFC'))
      .filter((text) => Buffer.byteLength(text) < 200);
    const entry = fc.record({
      name,
      in: fc.nat(5),
      type: fc.constantFrom('0', '0', '5', '2', '1'),
      mode: fc.constantFrom(0o644, 0o600, 0o755, 0o777, 0o000),
      uid: fc.constantFrom(0, 70, 1000, 65534),
      content: fc.string({ maxLength: 3_000 }),
    });
    const trees = fc.array(fc.uniqueArray(entry, { selector: (one) => one.name, maxLength: 12 }), {
      minLength: 1,
      maxLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(trees, async ([tree = []]) => {
        await inVolume('find /v -mindepth 1 -maxdepth 1 -exec rm -rf {} +');
        await inTool((tool) => tool.run(unpacking('/v'), Readable.from([tarOf(tree)])));
        const before = await digest();
        await gecko.ok('backup', '--volume', volume, '--to', repository);
        await inVolume('find /v -mindepth 1 -maxdepth 1 -exec rm -rf {} +; touch "/v/since"');
        await gecko.ok('restore', 'volume', volume, 'latest', '--to', repository, '--yes');
        expect(await digest()).toBe(before);
      }),
      { numRuns: 5 },
    );
    expect(await leftovers()).toEqual([]);
  });

  it('is not put in place of what a container of others uses', async () => {
    await inVolume('echo a > /v/a');
    await gecko.ok('backup', '--volume', volume, '--to', repository);
    const user = await gecko.engine.createContainer({
      ...inert,
      name: `${volume}-user`,
      image,
      labels: {},
      entrypoint: ['sleep'],
      command: ['infinity'],
      mounts: [{ type: 'volume', source: volume, target: '/v', readOnly: false }],
    });
    const restore = ['restore', 'volume', volume, 'latest', '--to', repository, '--yes'];
    await gecko.engine.startContainer(user);
    const { code, stderr } = await gecko.run(restore);
    await gecko.engine.stopContainer(user, 0);
    const stopped = await gecko.run(restore);
    await gecko.engine.removeContainer(user, { force: true });
    expect({ code, stderr }).toMatchObject({
      code: 22,
      stderr: expect.stringContaining(`${volume}-user`),
    });
    expect(stopped).toMatchObject({ code: 0 });
  });

  it('has special files only where that is asked for', async () => {
    await inVolume('mkfifo /v/pipe; cp /bin/busybox /v/su; chmod 4755 /v/su');
    const { stderr } = await gecko.run(['backup', '--volume', volume, '--to', repository]);
    expect(stderr).toMatch(/"\.\/pipe" is a pipe[\s\S]*--special/);
    const before = await digest();
    const restore = ['restore', 'volume', volume, 'latest', '--to', repository, '--yes'];
    const refused = await gecko.run(restore);
    expect(refused).toMatchObject({
      code: 25,
      stderr: expect.stringContaining('"./pipe" is a pipe'),
    });
    await inVolume('rm /v/pipe');
    await gecko.ok(...restore, '--special');
    expect(await digest()).toBe(before);
  });

  it('keeps what it holds where the engine has no room for the new beside it', async () => {
    const small = await openSmallVolume(`${volume}_small`, 8 * 1024);
    try {
      await inVolume('head -c 3000000 /dev/urandom > /v/large; echo one > /v/one', small.name);
      await gecko.ok('backup', '--volume', small.name, '--to', repository);
      await inVolume('rm /v/large; echo two > /v/one', small.name);
      // Others have taken its room since.
      const giveBack = small.disk.fill();
      const before = await digest(small.name);
      const restore = ['restore', 'volume', small.name, 'latest', '--to', repository, '--yes'];
      expect(await gecko.run(restore)).toMatchObject({ code: 24 });
      expect(await digest(small.name)).toBe(before);
      giveBack();
      await gecko.ok(...restore);
      expect(await inVolume('cat /v/one; stat -c %s /v/large', small.name)).toBe('one\n3000000\n');
    } finally {
      await small.close();
    }
    expect(await leftovers()).toEqual([]);
  });

  it('is refused where files change while they are read, and leaves no backup', async () => {
    await inVolume('head -c 60000000 /dev/urandom > /v/log');
    const before = made();
    const writer = await gecko.engine.createContainer({
      ...inert,
      name: `${volume}-writer`,
      image,
      labels: {},
      entrypoint: ['sh'],
      command: ['-c', 'while true; do echo line >> /v/log; done'],
      user: '0:0',
      mounts: [{ type: 'volume', source: volume, target: '/v', readOnly: false }],
    });
    try {
      await gecko.engine.startContainer(writer);
      const { code, stderr } = await gecko.run(['backup', '--volume', volume, '--to', repository]);
      expect({ code, stderr }).toMatchObject({
        code: 22,
        stderr: expect.stringMatching(/used by v\S+-writer[\s\S]*\.\/log in v\S+ changed/),
      });
      expect(made()).toEqual(before);
    } finally {
      await gecko.engine.removeContainer(writer, { force: true });
    }
  });
});

interface Drawn {
  name: string;
  in: number;
  type: string;
  mode: number;
  uid: number;
  content: string;
}

/** A tree of what was drawn: each lies in one of the folders before it. */
function tarOf(tree: readonly Drawn[]): Buffer {
  const folders = [''];
  const files: string[] = [];
  const entries = tree.map(({ name, in: index, type, mode, uid, content }): CraftedEntry => {
    const path = `${folders[index % folders.length]}${Buffer.from(name).toString('latin1')}`;
    const first = files[index % Math.max(1, files.length)];
    const as = type === '1' && first === undefined ? '0' : type;
    if (as === '5') folders.push(`${path}/`);
    if (as === '0') files.push(path);
    const target = as === '1' ? (first ?? '') : `/${path}`;
    return {
      name: 'x',
      type: as,
      mode: as === '5' ? mode | 0o700 : mode,
      uid,
      gid: uid,
      content: as === '0' ? content : '',
      pax: [
        ['path', as === '5' ? `${path}/` : path],
        ...(as === '1' || as === '2' ? [['linkpath', target] as const] : []),
      ],
    };
  });
  return craftedTar(entries);
}
