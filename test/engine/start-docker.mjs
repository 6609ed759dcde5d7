import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addUser } from './add-user.mjs';
import { makeCertificates } from './make-certificates.mjs';

const remapped = 'dockremap';

/**
 * dockerd with its own place for every file; its certificates are in `tls`.
 * @param isRemapped whether root in a container is a user of no rights outside (userns-remap)
 */
export function startDocker(folder, socket, group, isRemapped) {
  if (isRemapped) addUser(folder, remapped, 4_001);
  const log = openSync(join(folder, 'log'), 'w');
  const tls = join(folder, 'tls');
  mkdirSync(tls);
  makeCertificates(tls, '10.213.0.1');
  const args = [
    // `exec` holds sockets, whose paths must be short.
    ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
    ...['-H', `unix://${socket}`, '-p', join(folder, 'pid'), '--cgroup-parent', group],
    ...['--config-file', join(folder, 'daemon.json')],
    // For those that come from another network namespace; nobody else comes in.
    ...['-H', 'tcp://0.0.0.0:2376', '--tlsverify', '--tlscacert', join(tls, 'ca.pem')],
    ...['--tlscert', join(tls, 'server.pem'), '--tlskey', join(tls, 'server-key.pem')],
    ...(isRemapped ? ['--userns-remap', remapped] : []),
  ];
  // Otherwise it would read the machine's. It lists the runtime of NVIDIA, and passes no card on.
  const settings = { runtimes: { nvidia: { path: 'runc' } } };
  writeFileSync(join(folder, 'daemon.json'), JSON.stringify(settings));
  const child = spawn('dockerd', args, { stdio: ['ignore', log, log] });
  closeSync(log);
  return child;
}
