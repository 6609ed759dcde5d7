import { describe, expect, it } from 'vitest';
import { formatEndpoint, isLocal, parseEndpoint } from './endpoint.ts';

const tls = { ca: 'CA', cert: null, key: null, verify: true };
const tcp = { kind: 'tcp', pathPrefix: '', tls: null };
const ssh = { kind: 'ssh', user: '', port: null, socket: null };

describe('parseEndpoint', () => {
  it.each([
    ['unix:///run/docker.sock', { kind: 'socket', path: '/run/docker.sock' }],
    ['npipe:////./pipe/docker_engine', { kind: 'socket', path: '//./pipe/docker_engine' }],
    ['tcp://host:2375', { ...tcp, host: 'host', port: 2375 }],
    ['tcp://host', { ...tcp, host: 'host', port: 2375 }],
    ['tcp://host:80', { ...tcp, host: 'host', port: 80 }],
    ['host:1234', { ...tcp, host: 'host', port: 1234 }],
    ['tcp://[::1]:2375', { ...tcp, host: '::1', port: 2375 }],
    ['tcp://host:2375/behind/', { ...tcp, host: 'host', port: 2375, pathPrefix: '/behind' }],
    ['ssh://host', { ...ssh, host: 'host' }],
    ['ssh://ann@host:22', { ...ssh, host: 'host', user: 'ann', port: 22 }],
    ['ssh://host/run/d.sock', { ...ssh, host: 'host', socket: '/run/d.sock' }],
  ])('reads %s', (address, endpoint) => {
    expect(parseEndpoint(address, null)).toEqual(endpoint);
  });

  it('has another default port for TLS', () => {
    expect(parseEndpoint('tcp://host', tls)).toEqual({ ...tcp, host: 'host', port: 2376, tls });
  });

  it.each([
    ['http://host', 'http:// is not supported: use unix, tcp or ssh'],
    ['unix://', 'unix:// needs a path'],
    ['tcp://', 'tcp:// is no address'],
    ['tcp://host:99999', 'tcp://host:99999 is no address'],
    ['ssh://ann:secret@host', 'an ssh address with a password is not supported: use a key'],
  ])('refuses %s', (address, reason) => {
    expect(parseEndpoint(address, null)).toBe(reason);
  });

  it.each([
    ['unix:///run/docker.sock', true],
    ['npipe:////./pipe/docker_engine', true],
    ['tcp://127.0.0.1:2375', true],
    ['tcp://[::1]:2375', true],
    ['tcp://build.example:2375/behind', false],
    ['ssh://ann@host:2222/run/d.sock', false],
  ])('writes %s as it was, local: %s', (address, local) => {
    const endpoint = parseEndpoint(address, null);
    if (typeof endpoint === 'string') throw new Error(endpoint);
    expect(formatEndpoint(endpoint)).toBe(address);
    expect(isLocal(endpoint)).toBe(local);
  });
});
