import type { ResolvedConfig } from '../../../config/schema.ts';
import type { EngineInfo } from '../../../engine/engine.ts';
import { doorPorts } from '../../../stack/door-ports.ts';
import type { Finding } from '../check.ts';

type Mode = Pick<EngineInfo, 'rootless' | 'selinux' | 'usernsRemap' | 'cgroup' | 'canLimit'>;
type Settings = Pick<ResolvedConfig, 'bind' | 'expose' | 'generator' | 'ports' | 'publish'>;

/** Below it only root may listen, unless the system says otherwise. */
const firstOpenPort = 1024;

/** How the engine runs, and what follows from it (rows 45, 47, 48). */
export function judgeEngineMode(mode: Mode, settings: Settings): Finding[] {
  const findings = [
    ...(mode.rootless ? rootless(settings) : []),
    ...(mode.selinux ? [selinux] : []),
    ...(mode.usernsRemap ? [userns] : []),
    ...(mode.cgroup === 1 ? [cgroup1] : []),
    ...unlimited(mode),
  ];
  return findings.length > 0
    ? findings
    : [
        {
          code: 'ENGINE_MODE',
          severity: 'ok',
          text: 'The engine runs as root with cgroup 2, without SELinux and without remapped users',
        },
      ];
}

function rootless(settings: Settings): Finding[] {
  const closed = doorPorts(settings).filter(({ hostPort }) => hostPort < firstOpenPort);
  return [
    {
      code: 'ENGINE_ROOTLESS',
      severity: 'note',
      text: 'The engine runs without root',
      consequence:
        'Ports below 1024 are closed to it; in what is mounted from this machine, root in a container may do what the user may who runs the engine, and others what all may; a card of NVIDIA needs no-cgroups = true in /etc/nvidia-container-runtime/config.toml; it stops when you log out unless loginctl enable-linger was called',
    },
    ...closed.map(
      ({ hostPort }): Finding => ({
        code: 'PORT_PRIVILEGED',
        severity: 'warning',
        text: `Port ${hostPort} is below 1024, and the engine runs without root`,
        consequence: 'The door cannot be published there unless the system opens such ports',
        fix: {
          what: 'choose a port from 1024 on, or open lower ones',
          command: `sudo sysctl net.ipv4.ip_unprivileged_port_start=${hostPort}`,
        },
      }),
    ),
  ];
}

const selinux: Finding = {
  code: 'ENGINE_SELINUX',
  severity: 'note',
  text: 'SELinux keeps the containers apart',
  consequence:
    'What is mounted from this machine gets a label that containers share (z); an Ollama with a graphics card runs without a label (label=disable)',
};

const userns: Finding = {
  code: 'ENGINE_USERNS',
  severity: 'note',
  text: 'The engine remaps users (userns-remap)',
  consequence:
    'What is mounted from this machine has to be open to all, or to the remapped users; volumes are not concerned',
};

const cgroup1: Finding = {
  code: 'ENGINE_CGROUP1',
  severity: 'note',
  text: "The engine's machine uses cgroup 1, which is old",
  consequence:
    'Newer systems and engines drop it; a card of NVIDIA can be lost after systemctl daemon-reload',
};

function unlimited({ canLimit, rootless: isRootless }: Mode): Finding[] {
  const what = [canLimit.memory ? [] : ['memory'], canLimit.cpus ? [] : ['CPUs']].flat();
  if (what.length === 0) return [];
  return [
    {
      code: 'ENGINE_UNLIMITED',
      severity: 'warning',
      text: `The engine cannot limit ${what.join(' and ')}`,
      consequence: 'A container may take all that the machine has, and others with it',
      fix: {
        what: isRootless
          ? 'delegate it to your user, with cgroup 2: Delegate=cpu cpuset memory pids for user@.service (docs.docker.com/engine/security/rootless)'
          : 'let the kernel count it (cgroup_enable=memory swapaccount=1 at boot), or use cgroup 2',
        command: null,
      },
    },
  ];
}
