import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SystemReport } from '@gecko/core/contract/system-report';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeRag } from '../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../test/fakes/fake-runtime.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import { ensureToken } from '../state/token.ts';
import { recordedBackup } from './backup/recorded-backup.ts';
import type { Check, Finding } from './doctor/check.ts';
import { doctor } from './doctor.ts';
import { reportSystem } from './report-system.ts';

let home: string;
let rag: FakeRag;
let runtime: FakeRuntime;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-report-'));
  rag = new FakeRag();
  runtime = await fakeRuntime(home, rag);
  ensureToken(runtime.paths.project.token);
  await runtime.supervisor.ensure(runtime.signal);
});
afterEach(() => rmSync(home, { recursive: true }));

const models: SystemReport = { models: { chosen: 'llama3', models: [] } };
const verbose = () =>
  runtime.ui.events.flatMap((event) => (event.type === 'verbose' ? [event.text] : []));

describe('what gecko has seen', () => {
  it('is told to one backend where the store keeps it', async () => {
    await reportSystem(() => models, runtime);
    expect(rag.told).toEqual([models]);
  });

  it('is told to each backend where the store does not take it', async () => {
    rag.kept = 'memory';
    await reportSystem(() => models, runtime);
    expect(rag.told).toEqual([models, models]);
  });

  it('is not even looked at where nothing runs', async () => {
    runtime.running = null;
    await reportSystem(() => {
      throw new Error('looked');
    }, runtime);
    expect(rag.told).toEqual([]);
    expect(verbose()).toEqual([]);
  });

  it('fails no command: a verbose line says that nobody took it', async () => {
    rag.telling = new GeckoError('NOT_FOUND', 'PUT /system does not exist', { exitCode: 1 });
    await reportSystem(() => models, runtime);
    await reportSystem(() => {
      throw new GeckoError('ENGINE_UNREACHABLE', 'no engine', { exitCode: exitCodes.engine });
    }, runtime);
    expect(verbose()).toEqual([
      'The page was not told: PUT /system does not exist',
      'The page was not told: no engine',
    ]);
  });

  it('hides no defect', async () => {
    const defect = new TypeError('x is not a function');
    await expect(
      reportSystem(() => {
        throw defect;
      }, runtime),
    ).rejects.toBe(defect);
  });

  it('is told without secrets; a command that has one is left out', async () => {
    const token = ensureToken(runtime.paths.project.token);
    const finding = {
      ...{ check: 'c', code: 'C', severity: 'problem' as const, consequence: null },
      message: `curl -H "Authorization: Bearer ${token}" failed`,
      hint: `say ${token}`,
      evidence: [`token=${token}`, 'http://user:pass@host/'],
    };
    const findings = [
      { ...finding, command: `curl -H "Authorization: Bearer ${token}" http://127.0.0.1` },
      { ...finding, command: 'gecko restore /home/ann/backups' },
    ];
    await reportSystem(() => ({ doctor: { healthy: false, checks: 1, findings } }), runtime);
    expect(JSON.stringify(rag.told)).not.toContain(token);
    expect(JSON.stringify(rag.told)).not.toContain('pass@');
    const commands = rag.told[0]?.doctor?.findings.map(({ command }) => command);
    expect(commands).toEqual([null, 'gecko restore /home/ann/backups']);
  });
});

describe('doctor', () => {
  const check = (id: string, finding: Partial<Finding>): Check => ({
    ...{ id, title: id, runtimes: ['docker', 'embedded'], deadline: 1_000 },
    run: async () => ({
      findings: [{ code: 'CODE', severity: 'ok', text: `${id} is well`, ...finding }],
    }),
  });
  const checks = [
    check('fine', {}),
    check('bad', {
      severity: 'problem',
      text: 'It is broken',
      evidence: ['a line'],
      fix: { what: 'mend it', command: 'gecko mend' },
    }),
  ];
  const all = { only: [], skip: [], fix: false, verbose: false };

  it('tells its findings, the worst first, with the commands that mend them', async () => {
    await doctor(all, runtime, checks);
    expect(rag.told).toEqual([
      {
        doctor: {
          healthy: false,
          checks: 2,
          findings: [
            {
              ...{ check: 'bad', code: 'CODE', severity: 'problem', message: 'It is broken' },
              ...{
                consequence: null,
                hint: 'mend it',
                command: 'gecko mend',
                evidence: ['a line'],
              },
            },
            expect.objectContaining({ check: 'fine', severity: 'ok', command: null }),
          ],
        },
      },
    ]);
  });

  it('tells nothing of a part of the checks, which would stand there for all', async () => {
    await doctor({ ...all, only: ['fine'] }, runtime, checks);
    expect(rag.told).toEqual([]);
  });
});

describe('a backup', () => {
  const made = async () => ({
    json: { repository: '/b', backup: { id: 'a1', size: 10, written: 5 } },
    text: () => '',
  });

  it('tells what came of it, also where it failed', async () => {
    await recordedBackup({ what: 'all', scheduled: false }, runtime, made);
    await recordedBackup({ what: 'all', scheduled: true }, runtime, async () => {
      throw new GeckoError('NO_SPACE', 'The disk is full', { exitCode: exitCodes.space });
    }).catch(() => {});
    const [first, second] = rag.told.map(({ backups }) => backups?.backups);
    expect(first).toMatchObject([{ id: 'a1', by: 'hand', size: 10, problem: null }]);
    expect(second?.map(({ problem }) => problem?.code)).toContain('NO_SPACE');
  });
});
