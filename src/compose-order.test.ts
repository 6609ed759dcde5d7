import { expect, it } from 'vitest';
import { composeOrder } from './compose-order.ts';

it.each([
  ['--profile cpu up -d', 'up --profile cpu -d'],
  ['--profile=gpu-nvidia up', 'up --profile=gpu-nvidia'],
  ['--profile cpu logs -f rag', 'logs -f rag'],
  ['up --profile cpu', 'up --profile cpu'],
  ['ask --profile', 'ask --profile'],
  ['--profile', '--profile'],
])('%s is %s', (given, expected) => {
  expect(composeOrder(given.split(' ')).join(' ')).toBe(expected);
});
