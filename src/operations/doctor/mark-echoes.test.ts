import { describe, expect, it } from 'vitest';
import type { Check, Finding, Severity } from './check.ts';
import { markEchoes } from './mark-echoes.ts';
import type { CheckReport } from './run-check.ts';

function report(id: string, ...found: [Severity, string?][]): CheckReport {
  const check: Check = {
    id,
    title: id,
    runtimes: [],
    deadline: 1,
    run: async () => ({ skipped: '' }),
  };
  const findings = found.map(
    ([severity, about]): Finding => ({
      ...{ code: 'A', severity, text: id },
      ...(about === undefined ? {} : { about }),
    }),
  );
  return { check, took: 0, result: { findings } };
}
const toldBy = (reports: readonly CheckReport[]) =>
  markEchoes(reports).map(({ result }) =>
    'skipped' in result ? 'skipped' : result.findings.map((one) => one.toldBy ?? '-').join(' '),
  );

describe('markEchoes', () => {
  it('lets the first check tell what later ones see, too', () => {
    const reports = [
      report('services', ['problem', 'qdrant']),
      report('names', ['problem', 'qdrant'], ['problem', 'ollama']),
      report('backends', ['ok', 'qdrant'], ['warning', 'qdrant'], ['problem']),
    ];
    expect(toldBy(reports)).toEqual(['-', 'services -', '- services -']);
  });

  it('keeps all that one check says of a thing', () => {
    expect(toldBy([report('services', ['problem', 'rag'], ['problem', 'rag'])])).toEqual(['- -']);
  });

  it('keeps what is worse than what was told', () => {
    const reports = [
      report('weights', ['warning', 'weights']),
      report('b', ['problem', 'weights']),
    ];
    expect(toldBy(reports)).toEqual(['-', '-']);
  });

  it('takes good news for no trouble', () => {
    expect(toldBy([report('a', ['ok', 'x']), report('b', ['problem', 'x'])])).toEqual(['-', '-']);
  });
});
