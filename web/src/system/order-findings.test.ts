import { expect, it } from 'vitest';
import { type Finding, orderFindings } from './order-findings.ts';

const finding = (severity: Finding['severity'], message: string): Finding => ({
  ...{ check: 'disk', code: 'X', consequence: null, hint: null, command: null, evidence: [] },
  severity,
  message,
});

it('puts problems before warnings and notes, keeps their order, and sets aside what is well', () => {
  const { open, well } = orderFindings([
    finding('ok', 'a'),
    finding('note', 'b'),
    finding('warning', 'c'),
    finding('problem', 'd'),
    finding('warning', 'e'),
  ]);
  expect(open.map(({ message }) => message)).toEqual(['d', 'c', 'e', 'b']);
  expect(well.map(({ message }) => message)).toEqual(['a']);
});
