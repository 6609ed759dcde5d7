import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarLine } from './calendar-line.ts';
import { cronLine } from './cron-line.ts';
import { parseSchedule } from './parse-schedule.ts';
import type { Schedule } from './schedule.ts';
import type { ScheduledCall } from './scheduled-call.ts';
import { systemdUnits, type Unit } from './systemd-units.ts';

const daily: Schedule = { kind: 'daily', hour: 3, minute: 0 };
const call: ScheduledCall = {
  project: 'shop',
  command: ['/usr/bin/node', '/opt/gecko/bin/gecko.cjs', 'backup', 'qdrant', '--scheduled'],
  folder: '/srv/shop',
  environment: { GECKO_HOME: '/var/lib/gecko' },
  leavesPrograms: false,
};
const kinds = { user: { isUser: true, user: 'ana' }, system: { isUser: false, user: 'ana' } };
/** What a path may have in it. */
const odd = `/srv/it's 100% $HOME "odd" \\ place`;

describe('the units for systemd', () => {
  it('call gecko as the user, in its folder, with its home', () => {
    const { service, timer } = systemdUnits(daily, call, kinds.system);
    expect(service.name).toBe('gecko-backup-shop.service');
    expect(service.text.split('\n')).toEqual(
      expect.arrayContaining([
        'Type=oneshot',
        'User=ana',
        'WorkingDirectory=/srv/shop',
        'Environment="GECKO_HOME=/var/lib/gecko"',
        'ExecStart=/usr/bin/node /opt/gecko/bin/gecko.cjs backup qdrant --scheduled',
        'ProtectSystem=full',
      ]),
    );
    expect(timer).toMatchObject({
      name: 'gecko-backup-shop.timer',
      text: expect.stringContaining(
        'OnCalendar=*-*-* 03:00:00\nRandomizedDelaySec=900\nPersistent=true',
      ),
    });
  });

  it('of a user have nothing that only the manager of the machine can do', () => {
    const { service } = systemdUnits(daily, call, kinds.user);
    expect(service.text).not.toMatch(/User=|Protect|docker\.service/);
    expect(service.text).toContain('NoNewPrivileges=yes');
  });

  it('let the services live on that begin anew for an embedded backup', () => {
    const { service } = systemdUnits(daily, { ...call, leavesPrograms: true }, kinds.system);
    expect(service.text).toContain('KillMode=process');
    expect(service.text).not.toMatch(/Nice=|IOScheduling|ProtectSystem/);
  });
});

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

/** systemd's own reader; CI has it. */
describe.skipIf(!hasSystemd)('systemd', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gecko-units-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const verified = (units: readonly Unit[], mode: string) => {
    const paths = units.map(({ name, text }) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    });
    const { status, stdout, stderr } = spawnSync(
      'systemd-analyze',
      ['verify', '--man=no', mode, ...paths],
      { encoding: 'utf8', env: { ...process.env, XDG_RUNTIME_DIR: folder } },
    );
    // Of what else the machine has it may complain, too.
    const said = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('gecko-backup'));
    return { status, said };
  };

  it.each([
    ['--system', kinds.system, false],
    ['--system', kinds.system, true],
    ['--user', kinds.user, false],
    ['--user', kinds.user, true],
  ])('finds nothing wrong with units for %s', (mode, options, leavesPrograms) => {
    mkdirSync(join(folder, 'it is 100% $HOME'), { recursive: true });
    const real = {
      ...call,
      command: [process.execPath, join(folder, 'it is 100% $HOME', 'gecko.cjs'), 'backup'],
      folder: join(folder, 'it is 100% $HOME'),
      environment: { GECKO_HOME: odd },
      leavesPrograms,
    };
    const { service, timer } = systemdUnits(daily, real, options);
    expect(verified([service, timer], mode).said).toEqual([]);
  });

  it('would tell where something is wrong', () => {
    const { service } = systemdUnits(daily, { ...call, command: ['gecko $('] }, kinds.system);
    const broken = { ...service, text: service.text.replace('UMask=0077', 'UMask=what') };
    expect(verified([broken], '--system').said).not.toEqual([]);
  });

  it.each([
    'hourly',
    'every 6 hours',
    'daily at 03:00',
    'weekly on sunday at 03:00',
    'weekly on wednesday at 23:59',
  ])('understands when %s is', (text) => {
    const schedule = parseSchedule(text) as Schedule;
    const said = execFileSync('systemd-analyze', ['calendar', calendarLine(schedule)], {
      encoding: 'utf8',
    });
    expect(said).toContain('Next elapse:');
  });
});

describe('the line for cron', () => {
  it('has in it all that the call needs', () => {
    expect(cronLine(daily, call)).toBe(
      '0 3 * * * cd /srv/shop && PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin GECKO_HOME=/var/lib/gecko /usr/bin/node /opt/gecko/bin/gecko.cjs backup qdrant --scheduled >/dev/null',
    );
  });

  it('gives a shell the words as they were, whatever is in them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gecko-cron-'));
    try {
      const script = join(folder, 'print.mjs');
      writeFileSync(
        script,
        'console.log(JSON.stringify([process.cwd(), process.env.GECKO_HOME, process.argv.slice(2)]))',
      );
      const place = join(folder, `it's 100% $HOME "odd"`);
      mkdirSync(place);
      const line = cronLine(daily, {
        ...call,
        command: [process.execPath, script, odd, '--label', '50%'],
        folder: place,
        environment: { GECKO_HOME: odd },
      });
      // As cron does: the first % that is not escaped ends the command, an escaped one is a %.
      const command = line.split(' ').slice(5, -1).join(' ');
      expect(command).not.toMatch(/(^|[^\\])%/);
      const said = execFileSync('sh', ['-c', command.replaceAll('\\%', '%')], { encoding: 'utf8' });
      expect(JSON.parse(said)).toEqual([place, odd, [odd, '--label', '50%']]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
