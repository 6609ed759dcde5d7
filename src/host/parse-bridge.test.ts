import { expect, it } from 'vitest';
import { captured } from '../../test/fakes/captured-machines.ts';
import { parseBridge } from './parse-bridge.ts';

const routes = captured('proc/route-docker.txt');
const fibTrie = captured('proc/fib-trie-docker.txt');

it('finds the address at a bridge that nothing is connected to', () => {
  expect(parseBridge(routes, fibTrie)).toBe('172.17.0.1');
});

it('takes no other interface, and no other address', () => {
  expect(parseBridge(routes.replace('docker0', 'eth0'), fibTrie)).toBeNull();
  expect(parseBridge(routes, fibTrie.replaceAll('172.17.0.1\n', '172.18.0.1\n'))).toBeNull();
  expect(parseBridge('', '')).toBeNull();
});

it('reads the mask', () => {
  const small = routes.replace('000011AC', '10E0A8C0').replace('0000FFFF', 'F0FFFFFF');
  const own = (ip: string) => `  |-- ${ip}\n     /32 host LOCAL\n`;
  const addresses = `${own('192.168.224.1')}${own('192.168.224.17')}`;
  expect(parseBridge(small, addresses)).toBe('192.168.224.17');
});
