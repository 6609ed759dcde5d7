import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real ssh server on the engine's machine, and a client that may log in. */
export interface SshServer {
  port: number;
  /** First in PATH, its `ssh` is the system's, with the user's key and known hosts in place of the machine's. */
  folder: string;
  /** Lets the client know the server, or not. */
  known(is: boolean): void;
  close(): void;
}

/** @param settings further lines of sshd_config */
export async function startSshServer(
  address: string,
  port: number,
  settings: readonly string[] = [],
): Promise<SshServer> {
  const folder = mkdtempSync(join(tmpdir(), 'gecko-sshd-'));
  const at = (name: string) => join(folder, name);
  for (const name of ['host', 'user'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)]);
  writeFileSync(
    at('sshd_config'),
    [
      `ListenAddress ${address}:${port}`,
      `HostKey ${at('host')}`,
      `AuthorizedKeysFile ${at('user.pub')}`,
      'PidFile none',
      'StrictModes no',
      'UsePAM no',
      ...settings,
      '',
    ].join('\n'),
  );
  const options = {
    IdentityFile: at('user'),
    IdentitiesOnly: 'yes',
    UserKnownHostsFile: at('known_hosts'),
    GlobalKnownHostsFile: '/dev/null',
  };
  const lines = Object.entries(options).map(([name, value]) => `${name} ${value}`);
  writeFileSync(at('ssh_config'), `${lines.join('\n')}\n`);
  const ssh = execFileSync('which', ['ssh'], { encoding: 'utf8' }).trim();
  const script = `#!/bin/sh\nexec ${ssh} -F ${at('ssh_config')} "$@"\n`;
  writeFileSync(at('ssh'), script, { mode: 0o755 });
  const known: SshServer['known'] = (is) => {
    const [type, key] = readFileSync(at('host.pub'), 'utf8').split(' ');
    writeFileSync(at('known_hosts'), is ? `[${address}]:${port} ${type} ${key}\n` : '');
  };
  known(true);
  // A folder of its own in /run, where it insists on one.
  const run = 'mount -t tmpfs none /run && mkdir /run/sshd && exec /usr/sbin/sshd -D -e -f "$0"';
  const server = spawn('unshare', ['--mount', 'sh', '-c', run, at('sshd_config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  while (!said.includes('Server listening'))
    await Promise.race([
      once(server.stderr, 'data'),
      once(server, 'exit').then(() => {
        throw new Error(`sshd: ${said}`);
      }),
    ]);
  return {
    port,
    folder,
    known,
    close() {
      server.kill();
      rmSync(folder, { recursive: true });
    },
  };
}
