import { expect, it } from 'vitest';
import { elsewhere } from './elsewhere.ts';

const urls = ['http://127.0.0.1:8081', 'http://127.0.0.1:8000'];

it('says nothing of addresses on this machine', () => {
  expect(elsewhere(urls, { isLocal: true, address: 'unix:///var/run/docker.sock' })).toEqual([]);
});

it.each([
  ['ssh://ann@build.example:2222/run/docker.sock', 'ssh://ann@build.example:2222'],
  ['tcp://build.example:2376', 'ssh://USER@build.example'],
])('says how to get to those on the machine of %s (row 44)', (address, to) => {
  const text = elsewhere(urls, { isLocal: false, address }).join('\n');
  expect(text).toContain(address);
  expect(text).toContain(`ssh -N -L 8081:127.0.0.1:8081 -L 8000:127.0.0.1:8000 ${to}`);
});
