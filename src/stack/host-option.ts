import type { EngineInfo } from '../engine/engine.ts';
import type { HostFacts } from '../host/host-facts.ts';
import type { HostOllama } from '../host/probe-ollama.ts';
import { hostName } from './hardware.ts';
import { lowerFirst } from './lower-first.ts';
import { noDevices, type ProfileOption } from './profile.ts';
import type { ProfileInput } from './profile-input.ts';

const download = 'https://ollama.com/download';
const elsewhere = 'set generator.url to an Ollama that containers reach';

/** Whether the stack can use an Ollama that runs on this machine outside of containers. */
export function hostOption({ host, engine }: ProfileInput): ProfileOption {
  if (!engine.isLocal) {
    const reason = 'The engine runs on another machine, whose containers do not reach this one';
    const mend = `gecko up --profile cpu, or ${elsewhere}`;
    return { state: 'absent', code: 'HOST_OLLAMA_MISSING', reason, mend };
  }
  if (host.ollama.state !== 'found') {
    const { reason, mend } = missing(host.ollama);
    return host.apple.state === 'found'
      ? {
          state: 'blocked',
          code: 'HOST_OLLAMA_MISSING',
          reason: `No container can use the GPU of ${host.apple.facts.chip}, and ${lowerFirst(reason)}`,
          mend,
        }
      : { state: 'absent', code: 'HOST_OLLAMA_MISSING', reason, mend };
  }
  const ollama = host.ollama.facts;
  // An engine in a virtual machine (macOS, Windows, Docker Desktop) has a gateway that ends on loopback.
  if (ollama.isLoopback && host.platform === 'linux' && host.wsl === null) {
    return {
      state: 'blocked',
      code: 'HOST_OLLAMA_LOOPBACK',
      reason: `The Ollama at ${ollama.url} listens on loopback only, where no container reaches it`,
      mend: bindToBridge(ollama),
    };
  }
  const chip = host.apple.state === 'found' ? `, on ${host.apple.facts.chip}` : '';
  return {
    state: 'possible',
    needs: { ...noDevices, upstream: ollama.url },
    reason: `The Ollama of this machine at ${ollama.url}${chip}, if a trial shows that containers reach it`,
    mend: (said) => mendWay(said, host, ollama, engine),
    notes: [],
  };
}

function missing(ollama: Exclude<HostFacts['ollama'], { state: 'found' }>) {
  if (ollama.state === 'broken') return ollama;
  const mend = `Install Ollama (${download}) and start it, then: gecko up --profile host`;
  return { reason: 'No Ollama answers on this machine', mend };
}

/** What mends a way that a trial found closed. @param said the words of the trial */
function mendWay(
  said: string,
  { platform, wsl }: Pick<HostFacts, 'platform' | 'wsl'>,
  ollama: HostOllama,
  { rootless }: Pick<EngineInfo, 'rootless'>,
): string {
  if (rootless)
    return `Let the engine's network reach this machine (DOCKERD_ROOTLESS_ROOTLESSKIT_DISABLE_HOST_LOOPBACK=false and host-gateway-ip 10.0.2.2 in daemon.json), or ${elsewhere}`;
  if (platform !== 'linux' || (wsl !== null && ollama.bridge === null))
    return `See that ${hostName} leads from containers to this machine, or ${elsewhere}`;
  // Nobody refused: the packets were thrown away.
  if (!/refused/i.test(said) && !ollama.isLoopback)
    return `Let containers through the firewall, such as: sudo ufw allow proto tcp from 172.16.0.0/12 to any port ${portOf(ollama)}`;
  return bindToBridge(ollama);
}

/** Never 0.0.0.0: that would open it to the network. */
function bindToBridge(ollama: HostOllama): string {
  const address = `OLLAMA_HOST=${ollama.bridge ?? 'ADDRESS'}:${portOf(ollama)}`;
  const where = ollama.bridge === null ? "ADDRESS is the engine's bridge (ip address). " : '';
  return `${where}As a service: sudo systemctl edit ollama, add the lines [Service] and Environment="${address}", then: sudo systemctl restart ollama. By hand: ${address} ollama serve`;
}

function portOf({ url }: HostOllama): string {
  return new URL(url).port || '11434';
}
