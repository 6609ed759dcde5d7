import { expect, it } from 'vitest';
import { Config, type ConfigValues } from '../config/schema.ts';
import { checkReplicas } from './check-replicas.ts';

const configOf = (rag: number) =>
  Config.parse({ services: { rag: { replicas: rag } } }) as ConfigValues;
const gibibytes = (count: number) => ({ memory: count * 2 ** 30 });

it('takes as many replicas as the engine can hold', () => {
  expect(() => checkReplicas(['web', 'rag'], configOf(31), gibibytes(8))).not.toThrow();
  // A small machine still gets one of each.
  expect(() => checkReplicas(['web', 'rag'], configOf(1), gibibytes(0.2))).not.toThrow();
});

it('refuses more, and says how many there may be', () => {
  expect(() => checkReplicas(['web', 'rag'], configOf(99), gibibytes(8))).toThrow(
    expect.objectContaining({ exitCode: 21, hint: expect.stringContaining('at most 32') }),
  );
});
