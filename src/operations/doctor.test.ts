import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeRag } from '../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../test/fakes/fake-runtime.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import { liveClock } from '../live-clock.ts';
import type { Check, CheckResult, Finding } from './doctor/check.ts';
import { type DoctorInput, doctor } from './doctor.ts';

/** What doctor makes of checks; each check has tests of its own beside it. */
let home: string;
let runtime: FakeRuntime;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-doctor-'));
  runtime = { ...(await fakeRuntime(home, new FakeRag())), clock: liveClock };
});
afterEach(() => rmSync(home, { recursive: true }));

const everything: DoctorInput = { only: [], skip: [], fix: false, verbose: false };
const fine: Finding = { code: 'FINE', severity: 'ok', text: 'all is well' };
const broken: Finding = { code: 'BROKEN', severity: 'problem', text: 'it is broken' };

function check(id: string, run: Check['run'], more: Partial<Check> = {}): Check {
  return { id, title: id, runtimes: ['embedded'], deadline: 5_000, run, ...more };
}
const finds = (id: string, ...findings: Finding[]) => check(id, async () => ({ findings }));

async function examine(checks: readonly Check[], input: Partial<DoctorInput> = {}) {
  const { report, problems } = await doctor({ ...everything, ...input }, runtime, checks);
  return { ...report, problems, shown: report.text(runtime.ui.style) };
}

describe('doctor', () => {
  it('has problems where one check has one', async () => {
    expect(await examine([finds('a', fine)])).toMatchObject({
      problems: false,
      json: { healthy: true },
    });
    const { problems, json, shown } = await examine([finds('a', fine), finds('b', broken)]);
    expect(problems).toBe(true);
    expect(json).toMatchObject({ healthy: false, checks: [{ state: 'ok' }, { state: 'problem' }] });
    expect(shown).toMatch(/✗ it is broken\n {4}gecko explain BROKEN/);
    expect(shown).toMatch(/1 problem\.$/);
  });

  it('runs them side by side', async () => {
    let release = (_: CheckResult) => {};
    const held = new Promise<CheckResult>((resolve) => {
      release = resolve;
    });
    const waits = check('waits', () => held);
    const frees = check('frees', async () => {
      release({ findings: [fine] });
      return { findings: [fine] };
    });
    expect(await examine([waits, frees])).toMatchObject({ problems: false });
  });

  it('takes a check that crashes for a finding, and one that cannot look for skipped', async () => {
    const crashes = check('crashes', async () => {
      throw new TypeError('x is undefined');
    });
    const cannot = check('cannot', async () => {
      throw new GeckoError('ENGINE_UNREACHABLE', 'no engine answers', {
        exitCode: exitCodes.engine,
      });
    });
    const { json, shown, problems } = await examine([crashes, cannot, finds('a', fine)]);
    expect(problems).toBe(false);
    expect(json.checks).toMatchObject([
      { state: 'warning', findings: [{ code: 'CHECK_FAILED' }] },
      { state: 'skipped', reason: 'no engine answers' },
      { state: 'ok' },
    ]);
    expect(shown).toContain('x is undefined');
    expect(shown).toContain('Not looked at: cannot');
  });

  it('waits for none beyond its deadline, and ends it', async () => {
    let ended = false;
    const hangs = check(
      'hangs',
      (_, signal) =>
        new Promise(() => {
          signal.addEventListener('abort', () => {
            ended = true;
          });
        }),
      { deadline: 20 },
    );
    expect((await examine([hangs])).json.checks).toMatchObject([
      { findings: [{ code: 'CHECK_LATE' }] },
    ]);
    expect(ended).toBe(true);
  });

  it('runs the checks that are asked for, and knows no others', async () => {
    const all = [finds('gpu', fine), finds('disk', broken)];
    expect((await examine(all, { only: ['gpu'] })).problems).toBe(false);
    expect((await examine(all, { skip: ['disk'] })).problems).toBe(false);
    await expect(examine(all, { only: ['gpus'] })).rejects.toMatchObject({
      code: 'USAGE',
      hint: 'Did you mean gpu?',
    });
  });

  it('says of a check of the other runtime that it means nothing here', async () => {
    const other = check('volumes', async () => ({ findings: [broken] }), { runtimes: ['docker'] });
    const { json, problems, shown } = await examine([other]);
    expect(problems).toBe(false);
    expect(json.checks).toMatchObject([{ reason: 'The embedded runtime has no such thing' }]);
    expect(shown).toContain('Not looked at: volumes. The embedded runtime has no such thing');
    expect(shown).toMatch(/\nNothing was looked at\.$/);
  });
});

describe('doctor --fix', () => {
  let isBroken: boolean;
  let breakable: Check;
  beforeEach(() => {
    isBroken = true;
    const apply = async () => {
      isBroken = false;
    };
    const fix = { what: 'glue it', command: 'gecko glue', apply };
    breakable = check('breakable', async () => ({
      findings: isBroken ? [{ ...broken, fix }] : [fine],
    }));
  });

  it('shows what it will do, asks, does it and looks again', async () => {
    const { json, problems } = await examine([breakable], { fix: true });
    expect(runtime.ui.questions).toEqual(['it is broken. Glue it: gecko glue?']);
    expect(problems).toBe(false);
    expect(json).toMatchObject({ fixed: ['glue it: gecko glue'] });
  });

  it('does nothing that is declined, and nothing that only a person may', async () => {
    runtime.ui.answer = false;
    const manual = finds('manual', { ...broken, fix: { what: 'add memory', command: null } });
    const { json, problems } = await examine([breakable, manual], { fix: true });
    expect(isBroken).toBe(true);
    expect(problems).toBe(true);
    expect(json).toMatchObject({ fixed: [] });
    expect(runtime.ui.events).toContainEqual({
      type: 'note',
      text: 'it is broken. This is yours to do: add memory',
    });
  });

  it('goes on where a fix does not work, and says why', async () => {
    const apply = async () => {
      throw new GeckoError('UNHEALTHY', 'it does not stick', { exitCode: exitCodes.timeout });
    };
    const stuck = finds('stuck', { ...broken, fix: { what: 'tape it', command: null, apply } });
    const { json } = await examine([stuck, breakable], { fix: true });
    expect(json).toMatchObject({ fixed: ['glue it: gecko glue'] });
    expect(runtime.ui.events).toContainEqual({
      type: 'warning',
      text: 'That did not work: it does not stick',
    });
  });
});
