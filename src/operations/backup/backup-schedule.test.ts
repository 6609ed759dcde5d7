import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FakeRag } from '../../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../../test/fakes/fake-runtime.ts';
import { backupSchedule, type ScheduleInput } from './backup-schedule.ts';
import { scheduledCall } from './scheduled-call.ts';

let home: string;
let runtime: FakeRuntime;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-schedule-'));
  runtime = await fakeRuntime(home, new FakeRag());
});
afterEach(() => rmSync(home, { recursive: true }));

const asked: ScheduleInput = { what: 'qdrant', print: null, manager: null };
const said = () => runtime.ui.events.map((event) => ('text' in event ? event.text : ''));
const program = ['/usr/bin/node', '/opt/gecko.cjs'] as const;
const call = (to = 'disk') =>
  scheduledCall({ what: 'qdrant', to, program, cwd: '/srv', home: '/home/ana' }, runtime);

it('says how a schedule is set where none is', async () => {
  const { json, text } = await backupSchedule(asked, runtime);
  expect(json).toMatchObject({ schedule: 'daily at 03:30', configured: false });
  expect(text(runtime.ui.style)).toContain('backup: { schedule: daily at 03:30 }');
});

it('says when the next one is due', async () => {
  runtime.config.backup.schedule = 'hourly';
  const { json } = await backupSchedule(asked, runtime);
  expect(json).toMatchObject({ schedule: 'hourly', configured: true });
  expect(new Date(String(json.next)).getTime()).toBeGreaterThan(runtime.clock.now());
});

it('takes a usual schedule where none is set, and says so', async () => {
  await backupSchedule({ ...asked, print: 'cron' }, runtime);
  expect(said()).toEqual([expect.stringContaining('backup.schedule is not set')]);
});

it('gives the units of a user a way to run without anybody logged in', async () => {
  const { json, text } = await backupSchedule(
    { ...asked, print: 'systemd', manager: 'user' },
    runtime,
  );
  expect(json).toMatchObject({ manager: 'user', files: [{}, {}] });
  expect(text(runtime.ui.style)).toContain('loginctl enable-linger');
});

it('calls this gecko with its folders, from the folder of its configuration', async () => {
  Object.assign(runtime.config, { file: '/srv/shop/gecko.yaml', project: 'shop' });
  expect(await call()).toEqual({
    project: 'shop',
    command: [
      ...program,
      ...['backup', 'qdrant', '--scheduled', '--quiet', '--yes', '--project', 'shop'],
      ...['--to', '/srv/disk', '--lock-wait', '1800'],
    ],
    folder: '/srv/shop',
    environment: { GECKO_HOME: home },
    leavesPrograms: true,
  });
});

it('names the folders by themselves where they are not in one', async () => {
  Object.assign(runtime.paths, {
    config: '/home/ana/.config/gecko',
    state: '/home/ana/.local/state/gecko',
    data: '/big/gecko',
    cache: '/home/ana/.cache/gecko',
  });
  expect(await call()).toMatchObject({ environment: { XDG_DATA_HOME: '/big' } });
});

it('names a configuration that would not be found', async () => {
  Object.assign(runtime.config, { file: '/srv/shop/test.yaml' });
  expect((await call()).command.join(' ')).toContain('--config-file /srv/shop/test.yaml');
});

it('warns of what is set in the shell alone, by name and not by value', async () => {
  const origin = { kind: 'environment', name: 'GECKO_GENERATOR_KEY' } as const;
  Object.assign(runtime.config, {
    entries: [{ key: 'generator.key', value: 'hush', secret: true, origin }],
  });
  const { json } = await backupSchedule({ ...asked, print: 'cron' }, runtime);
  expect(said().join()).toContain('GECKO_GENERATOR_KEY');
  expect(said().join() + JSON.stringify(json)).not.toContain('hush');
});

it('takes along what the shell has set and is no secret', async () => {
  const entry = (key: string, value: unknown, name: string) => ({
    key,
    value,
    secret: false,
    origin: { kind: 'environment', name } as const,
  });
  Object.assign(runtime.config, {
    entries: [
      entry('ports.web', [9001, 9002], 'GECKO_PORTS_WEB'),
      entry('backup.folder', 'disk', 'GECKO_BACKUP_FOLDER'),
    ],
  });
  expect((await call()).environment).toEqual({
    GECKO_HOME: home,
    GECKO_PORTS_WEB: '9001,9002',
    GECKO_BACKUP_FOLDER: '/srv/disk',
  });
});

it('leaves a bucket what it is, asked for or of the shell', async () => {
  runtime.config.entries = [
    {
      key: 'backup.folder',
      value: 's3://vault/gecko',
      secret: false,
      origin: { kind: 'environment', name: 'GECKO_BACKUP_FOLDER' },
    },
  ];
  const { command, environment } = await call('s3://vault/team');
  expect(command.join(' ')).toContain('--to s3://vault/team');
  expect(environment).toMatchObject({ GECKO_BACKUP_FOLDER: 's3://vault/gecko' });
});
