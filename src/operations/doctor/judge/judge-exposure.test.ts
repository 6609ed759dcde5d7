import { describe, expect, it } from 'vitest';
import { lanAddresses } from '../../../host/lan-addresses.ts';
import { judgePublished, judgeTrials } from './judge-exposure.ts';

const at = (address: string) => [{ address, hostPort: 8081, containerPort: 8081 }];

describe('judgePublished', () => {
  it.each([
    ['127.0.0.1', false, 0],
    ['::1', false, 0],
    ['0.0.0.0', false, 1],
    ['::', false, 1],
    ['192.168.1.5', false, 1],
    ['', false, 1],
    ['0.0.0.0', true, 0],
  ])('a port at "%s", expose: %s: %s problems', (address, expose, count) => {
    const found = judgePublished([{ name: 'gecko-web-1', ports: at(address) }], expose);
    expect(found).toHaveLength(count);
    expect(found.every(({ severity }) => severity === 'problem')).toBe(true);
  });
});

describe('judgeTrials', () => {
  it.each([
    [null, 0],
    [401, 0],
    [403, 0],
    [421, 0],
    [200, 1],
    [302, 1],
    [404, 1],
    [502, 1],
  ])('an answer of %s to a stranger: %s problems', (status, count) => {
    const trial = { host: '192.168.1.5', port: 8081, path: '/', status };
    expect(judgeTrials([trial])).toHaveLength(count);
  });
});

describe('lanAddresses', () => {
  it('has those that others can reach, each once', () => {
    const address = (address: string, family: 'IPv4' | 'IPv6', internal = false) =>
      ({ address, family, internal }) as never;
    expect(
      lanAddresses({
        lo: [address('127.0.0.1', 'IPv4', true), address('::1', 'IPv6', true)],
        eth0: [
          address('2001:db8::5', 'IPv6'),
          address('fe80::1', 'IPv6'),
          address('192.168.1.5', 'IPv4'),
        ],
        docker0: [address('172.17.0.1', 'IPv4')],
      }),
    ).toEqual(['192.168.1.5', '172.17.0.1', '2001:db8::5']);
  });
});
