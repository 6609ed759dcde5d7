import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inert } from '../../src/engine/execute/inert.ts';
import { withVolumeTool } from '../../src/engine/execute/volume-tool.ts';
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

  const inVolume = (script: string, name = volume) =>
    withVolumeTool(
      gecko.engine,
      {
        name,
        image,
        labels: {},
        mounts: [{ type: 'volume', source: name, target: '/v', readOnly: false }],
      },
      (tool) => tool.run(['sh', '-c', script]),
      signal,
    );
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

  it('is named with what is near where it is not there', async () => {
    const { code, stderr } = await gecko.run(['backup', '--volume', volume.slice(1)]);
    expect({ code, stderr }).toMatchObject({ code: 10, stderr: expect.stringContaining(volume) });
    expect(await gecko.run(['backup', 'list', '--volume', volume])).toMatchObject({ code: 2 });
    expect(await gecko.run(['backup', '--volume', volume, 'list'])).toMatchObject({ code: 2 });
    expect(await gecko.run(['backup'])).toMatchObject({ code: 2 });
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
