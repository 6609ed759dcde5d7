import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A machine beside the engine's, as far as the network goes. */
export interface OtherMachine {
  /** Runs the program that follows there. */
  through: readonly string[];
  /** Of the engine's machine, from there. */
  engineAddress: string;
  close(): void;
}

/**
 * A network namespace joined to the engine's by a cable: its loopback is another, so what is published on
 * the engine's loopback is out of reach.
 */
export async function openOtherMachine(): Promise<OtherMachine> {
  const holder = spawn('unshare', ['--net', 'sh', '-c', 'echo there; exec sleep 100000'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  const through = ['nsenter', `--net=/proc/${holder.pid}/ns/net`, '--'];
  const ip = (text: string) => execFileSync('ip', text.split(' '));
  const there = (text: string) => {
    const [file = '', ...args] = [...through, 'ip', ...text.split(' ')];
    execFileSync(file, args);
  };
  const engineAddress = '10.213.0.1';
  ip(`link add gecko-here type veth peer name gecko-there netns ${holder.pid}`);
  ip(`addr add ${engineAddress}/24 dev gecko-here`);
  ip('link set gecko-here up');
  there('addr add 10.213.0.2/24 dev gecko-there');
  there('link set gecko-there up');
  there('link set lo up');
  // The namespace ends with its last process, and the cable with it.
  return { through, engineAddress, close: () => void holder.kill() };
}
