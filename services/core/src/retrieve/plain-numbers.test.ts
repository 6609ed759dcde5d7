import { expect, it } from 'vitest';
import { plainIdentifiers } from './plain-numbers.ts';

it.each([
  ["10,000, 10.000, 10 000 and 1'234'567", '10000, 10000, 10000 and 1234567'],
  ['B-12, 4711-B and RTX_4090', 'B12, 4711B and RTX4090'],
  ['3,5 of 3.5 and 12,75 €', '3.5 of 3.5 and 12.75 €'],
  [
    '3.50 of 3.5, 2025-03-01, 10.0.0.1 and 1.18.300',
    '3.50 of 3.5, 2025-03-01, 10.0.0.1 and 1.18.300',
  ],
  ['in 2024 500 people, e-mail, x-y, 1,2,3', 'in 2024 500 people, e-mail, x-y, 1,2,3'],
])('%s', (text, expected) => {
  expect(plainIdentifiers(text)).toBe(expected);
});
