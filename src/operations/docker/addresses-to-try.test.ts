import { expect, it } from 'vitest';
import { addressesToTry } from './addresses-to-try.ts';

const hostPort = 9000;
const lan = ['192.168.1.10', '172.17.0.1'];

it.each([
  ['at its own address', '192.168.1.10', [], ['192.168.1.10']],
  ['at all at once', '0.0.0.0', [], ['0.0.0.0']],
  ['nowhere, where the project has it there', '127.0.0.1', ['127.0.0.1'], []],
  ['nowhere, where the project has it everywhere', '192.168.1.10', ['0.0.0.0'], []],
  ['at all the others, where the project has it at one', '0.0.0.0', ['127.0.0.1'], lan],
  [
    'at its own, where the project has it at another',
    '192.168.1.10',
    ['127.0.0.1'],
    ['192.168.1.10'],
  ],
])('tries %s', (_, address, held, tried) => {
  const own = [...held, ...(held.length > 0 ? [] : ['10.0.0.1'])].map((at) => ({
    address: at,
    hostPort: held.length > 0 ? hostPort : 1,
  }));
  expect(addressesToTry({ address, hostPort }, own, lan)).toEqual(tried);
});
