import { expect, it } from 'vitest';
import { isThisMachine } from './is-this-machine.ts';

const address = {
  ...{ netmask: '255.255.255.0', mac: '00:00:00:00:00:01', internal: false, cidr: null },
};
const interfaces = {
  eth0: [
    { ...address, address: '192.168.1.10', family: 'IPv4' as const },
    { ...address, address: 'fd00::5', family: 'IPv6' as const, scopeid: 0 },
  ],
};

it.each([
  ['localhost', true],
  ['127.0.1.1', true],
  ['[::1]', true],
  ['Box', true],
  ['192.168.1.10', true],
  ['[fd00::5]', true],
  ['192.168.1.11', false],
  ['gpu.example', false],
])('knows whether %s is this machine: %s', (host, isHere) => {
  expect(isThisMachine(host, 'box', interfaces)).toBe(isHere);
});
