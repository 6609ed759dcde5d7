import { describe, expect, it } from 'vitest';
import { Config, type ConfigValues } from '../config/schema.ts';
import { allowedHosts } from './allowed-hosts.ts';
import { checkExposure } from './check-exposure.ts';
import { doorPorts } from './door-ports.ts';
import { webOrigins } from './web-origins.ts';

const configOf = (values: Record<string, unknown>) => Config.parse(values) as ConfigValues;
const tls = { cert: '/c.pem', key: '/k.pem' };

describe('checkExposure', () => {
  it.each([
    ['nothing that is said', {}],
    ['another loopback address', { bind: '127.0.0.5' }],
    ['TLS', { expose: true, tls }],
    ['an address with TLS', { expose: true, bind: '192.168.1.5', tls }],
    ['what is spelled out', { expose: true, tls: { insecure: true } }],
  ])('lets %s be', (_, values) => {
    expect(() => checkExposure(configOf(values))).not.toThrow();
  });

  it.each([
    ['an address without a word', { bind: '0.0.0.0' }, 'expose is not set'],
    ['no TLS', { expose: true }, 'needs TLS'],
    ['half of it', { expose: true, tls: { cert: '/c.pem' } }, 'tls.key is missing'],
  ])('refuses %s', (_, values, message) => {
    expect(() => checkExposure(configOf(values))).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining(message) }),
    );
  });
});

describe('what is exposed', () => {
  const addresses = (values: Record<string, unknown>) => [
    ...new Set(doorPorts(configOf(values)).map(({ address }) => address)),
  ];

  it('is published on all addresses, or on the one that is named', () => {
    expect(addresses({})).toEqual(['127.0.0.1']);
    expect(addresses({ expose: true })).toEqual(['0.0.0.0']);
    expect(addresses({ expose: true, bind: '192.168.1.5' })).toEqual(['192.168.1.5']);
  });

  it('answers to its names and its address, and takes pages of them for its own', () => {
    const config = configOf({ expose: true, bind: '192.168.1.5', hosts: ['rag.example'], tls });
    expect(allowedHosts(config)).toEqual(['rag.example', '192.168.1.5']);
    expect(webOrigins(config)).toContain('https://rag.example:8081');
  });
});
