import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fill } from './fill.ts';

const script = readFileSync('templates/nginx/start.sh', 'utf8');
const header = 'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT';
/** As in /proc/net/route: the bytes of an address from the last to the first. */
const route = (to: string, by: string, mask: string) =>
  `eth0\t${to}\t${by}\t0003\t0\t0\t0\t${mask}\t0\t0\t0`;
const internal = route('0000590A', '00000000', '00FFFFFF');
const external = route('0001590A', '00000000', '00FFFFFF');
const wayOut = route('00000000', '0101590A', '00000000');

describe('the start of the door', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gecko-start-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What it says to nginx, of a container with these name servers and routes. */
  const resolverOf = (servers: string[], routes: string[]) => {
    const at = (name: string) => join(folder, name);
    const names = ['search dns.podman', ...servers.map((server) => `nameserver ${server}`)];
    writeFileSync(at('resolv.conf'), `${names.join('\n')}\n`);
    writeFileSync(at('route'), `${[header, ...routes].join('\n')}\n`);
    writeFileSync(at('nginx'), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
    const text = fill(script, { scratch: folder, folder: '/etc/gecko' })
      .replace('/etc/resolv.conf', at('resolv.conf'))
      .replace('/proc/net/route', at('route'));
    const env = { PATH: `${folder}:${process.env.PATH}` };
    const said = execFileSync('sh', ['-c', text], { env, encoding: 'utf8' });
    expect(said).toBe('-e stderr -c /etc/gecko/nginx.conf -g daemon off;\n');
    return /^resolver (\S+) valid=1s ipv6=off;\n$/.exec(
      readFileSync(at('resolver.conf'), 'utf8'),
    )?.[1];
  };

  it("takes Docker's one server", () => {
    expect(resolverOf(['127.0.0.11'], [wayOut, internal, external])).toBe('127.0.0.11');
  });

  it('takes, of those of Podman, the one of the network without a way out (row 46)', () => {
    const servers = ['10.89.1.1', '10.89.0.1', '192.168.1.1'];
    expect(resolverOf(servers, [wayOut, internal, external])).toBe('10.89.0.1');
    expect(resolverOf(servers.toReversed(), [internal, external, wayOut])).toBe('10.89.0.1');
  });

  it('takes the first where there is one network, whose way out it is (row 46)', () => {
    expect(resolverOf(['10.89.1.1', '192.168.1.1'], [wayOut, external])).toBe('10.89.1.1');
  });

  it('takes no server by IPv6, and where there is none the usual one', () => {
    expect(resolverOf(['fd00::1', '10.89.0.1'], [internal])).toBe('10.89.0.1');
    expect(resolverOf([], [internal])).toBe('127.0.0.11');
  });
});
