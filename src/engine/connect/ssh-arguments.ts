import type { Endpoint } from './endpoint.ts';

/** Arguments of ssh that lead to the engine's API. `--` keeps a host from being taken for an option. */
export function sshArguments({
  host,
  user,
  port,
  socket,
}: Extract<Endpoint, { kind: 'ssh' }>): string[] {
  return [
    ...['-o', 'ConnectTimeout=30', '-T'],
    ...(user === '' ? [] : ['-l', user]),
    ...(port === null ? [] : ['-p', String(port)]),
    ...['--', host, 'docker'],
    // The other side's shell reads it.
    ...(socket === null ? [] : ['--host', `'unix://${socket.replaceAll("'", "'\\''")}'`]),
    ...['system', 'dial-stdio'],
  ];
}
