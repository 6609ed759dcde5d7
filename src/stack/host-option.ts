import type { HostOllama } from '../host/probe-ollama.ts';
import { noDevices, type ProfileOption } from './profile.ts';
import type { ProfileInput } from './profile-input.ts';

const download = 'https://ollama.com/download';

/** Whether the stack can use an Ollama that runs on this machine outside of containers. */
export function hostOption({ host, engine }: ProfileInput): ProfileOption {
  if (!engine.isLocal) {
    const reason = 'The engine runs on another machine, whose containers do not reach this one';
    const mend = 'Set generator.url to an Ollama that they reach';
    return { state: 'absent', code: 'HOST_OLLAMA_MISSING', reason, mend };
  }
  if (host.ollama.state !== 'found') {
    const mend = `Install Ollama (${download}) and start it, then: gecko up --profile host`;
    const reason = 'No Ollama answers on this machine';
    return host.apple.state === 'found'
      ? {
          state: 'blocked',
          code: 'HOST_OLLAMA_MISSING',
          reason: `No container can use the GPU of ${host.apple.facts.chip}, and no Ollama answers on this machine`,
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
    needsTrial: true,
    mend: bindToBridge(ollama),
    notes: [],
  };
}

/** Never 0.0.0.0: that would open it to the network. */
function bindToBridge({ url, bridge }: HostOllama): string {
  const address = bridge ?? "the engine's bridge address";
  const port = new URL(url).port || '11434';
  return `sudo systemctl edit ollama, add the lines [Service] and Environment="OLLAMA_HOST=${address}:${port}", then: sudo systemctl restart ollama`;
}
