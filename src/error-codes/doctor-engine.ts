import { exitCodes } from '../errors.ts';
import type { Explanation } from './explanation.ts';

const { problems: exitCode } = exitCodes;

/** What `gecko doctor` finds about the engine, its machine and this one, and no other command does. */
export const doctorEngineCodes: Readonly<Record<string, Explanation>> = {
  ENGINE_KNOWN_BAD: {
    exitCode,
    summary: 'Something is known against this version of the engine',
    causes: ['It is older than the version in which it was mended; the finding says what it is.'],
    remedies: ['Upgrade the engine to the version that the finding names, or a newer one.'],
  },
  ENGINE_ROOTLESS: {
    exitCode,
    summary: 'The engine runs without root',
    causes: ['It was installed as rootless Docker or Podman: safer, and with bounds.'],
    remedies: [
      'Ports from 1024 on need nothing; lower ones need sysctl net.ipv4.ip_unprivileged_port_start.',
      'For a card of NVIDIA set no-cgroups = true in /etc/nvidia-container-runtime/config.toml.',
      'loginctl enable-linger $USER keeps it running after you have logged out.',
    ],
  },
  PORT_PRIVILEGED: {
    exitCode,
    summary: 'A port below 1024 is wanted of an engine that runs without root',
    causes: ['The system gives such ports to root alone.'],
    remedies: [
      'Choose a port from 1024 on (ports.* in gecko.yaml).',
      'Or open them: sudo sysctl net.ipv4.ip_unprivileged_port_start=PORT.',
    ],
  },
  ENGINE_SELINUX: {
    exitCode,
    summary: 'SELinux keeps the containers apart',
    causes: ['The system of the engine has it on, as Fedora and RHEL do.'],
    remedies: [
      'Nothing is to be done: gecko labels what it mounts, and frees an Ollama with a card.',
    ],
  },
  ENGINE_USERNS: {
    exitCode,
    summary: 'The engine gives users in containers other numbers outside',
    causes: ['userns-remap is set in its daemon.json.'],
    remedies: ['Let what you mount be read by all, or own it by the remapped users.'],
  },
  ENGINE_CGROUP1: {
    exitCode,
    summary: 'The machine of the engine counts with cgroup 1',
    causes: ['An old system, or systemd.unified_cgroup_hierarchy=0 among the words of its kernel.'],
    remedies: ['Upgrade the system, or take that word out, and start the machine anew.'],
  },
  ENGINE_UNLIMITED: {
    exitCode,
    summary: 'The engine cannot limit memory or CPUs',
    causes: [
      'Without root it limits only what the system has delegated to its user, by cgroup 2.',
      'The kernel was started without counting memory, as on some small boards.',
    ],
    remedies: [
      'Delegate=cpu cpuset memory pids for user@.service (docs.docker.com/engine/security/rootless).',
      'cgroup_enable=memory swapaccount=1 among the words of the kernel.',
    ],
  },
  DISK_FULL: {
    exitCode,
    summary: 'A disk has less than 1 GiB free, or hardly a file more',
    causes: ['Images, models, logs or something else have filled it.'],
    remedies: [
      'docker system df shows what the engine has; docker system prune removes what nothing uses.',
      'gecko model rm NAME removes a model.',
      'df -h and df -i show bytes and files of each disk.',
    ],
  },
  DISK_LOW: {
    exitCode,
    summary: 'A disk has less than 5 GiB free, or few files more',
    causes: ['It fills up. A language model takes 1 to 40 GB, new images about 4 GB.'],
    remedies: ['Make room before it is full: docker system prune, gecko model rm NAME.'],
  },
  DISK_UNKNOWN: {
    exitCode,
    summary: 'How much room the engine has is not known',
    causes: ['Its disk is not one of this machine, and no backend runs that could be asked.'],
    remedies: ['Look there: df -h. Or bring the project up, and run gecko doctor again.'],
  },
  MEMORY_SHORT: {
    exitCode,
    summary: 'The chosen model needs more memory than there is, or than its container may have',
    causes: [
      'The model is too large for the machine.',
      'services.ollama.limits.memory allows it less.',
      'A long context (generator.contextTokens) takes memory of its own.',
    ],
    remedies: [
      'Choose a smaller model: model in gecko.yaml, then gecko up.',
      'Raise or remove services.ollama.limits.memory, then gecko up.',
      'Lower generator.contextTokens.',
    ],
  },
  MEMORY_TIGHT: {
    exitCode,
    summary: 'The chosen model leaves less than 1 GiB to all the rest',
    causes: ['The model is nearly as large as the memory of the machine.'],
    remedies: ['Choose a smaller model, or lower generator.contextTokens.'],
  },
  LIMIT_SMALL: {
    exitCode,
    summary: 'A container may have less memory than its service takes',
    causes: ['services.NAME.limits.memory is set too low.'],
    remedies: ['Raise it, or take it out, then gecko up.'],
  },
  PORT_UNPUBLISHED: {
    exitCode,
    summary: 'The project runs, and not on a port that the configuration names',
    causes: ['The configuration was changed after it was brought up.'],
    remedies: ['gecko up publishes what the configuration says by now.'],
  },
  PROXY_INVALID: {
    exitCode,
    summary: 'The address of a proxy is no address',
    causes: ['HTTP_PROXY, HTTPS_PROXY or ALL_PROXY has a mistake in it.'],
    remedies: ['Write it as http://HOST:PORT, with %40 for an @ in a password.'],
  },
  PROXY_LOOPBACK: {
    exitCode,
    summary: 'A proxy is set for what runs on this machine, too',
    causes: ['NO_PROXY does not have 127.0.0.1 and localhost.'],
    remedies: ['Add them to NO_PROXY where HTTP_PROXY is set.'],
  },
  PROXY_SERVICES: {
    exitCode,
    summary: 'A container has a proxy for the other services, too',
    causes: ['services.NAME.env sets HTTP_PROXY and not NO_PROXY, or the image does.'],
    remedies: [
      'Set services.NAME.env.NO_PROXY to qdrant,ollama and what else is near, then gecko up.',
    ],
  },
  PROXY_ITSELF: {
    exitCode,
    summary: 'The proxy of a container is the container itself',
    causes: ['127.0.0.1 inside a container is the container, not the machine.'],
    remedies: ['Name the proxy by an address of the machine that containers reach, then gecko up.'],
  },
  PROXY_NOT_INSIDE: {
    exitCode,
    summary: 'This machine has a proxy, and the container of Ollama does not know it',
    causes: ['Containers get no variables of this machine but those that gecko.yaml names.'],
    remedies: [
      'Set services.ollama.env.HTTPS_PROXY in gecko.yaml, then gecko up.',
      'Or bring models without a network: docs/closed-networks.md says how.',
    ],
  },
  CA_INVALID: {
    exitCode,
    summary: 'The file of tls.ca has no authorities that could be used',
    causes: ['It is not there, may not be read, is not in PEM, or is damaged.'],
    remedies: ['Name a file with certificates in PEM: -----BEGIN CERTIFICATE-----.'],
  },
  CA_EXPIRED: {
    exitCode,
    summary: 'An authority of tls.ca is not valid any more, or ends within 14 days',
    causes: ['Authorities are replaced every few years; the file has the old one.'],
    remedies: ['Ask whoever runs your network for the new one, and put it into the file.'],
  },
  CA_ABSENT_INSIDE: {
    exitCode,
    summary: 'A variable of a container names a file of authorities that is not in it',
    causes: ['The file was not mounted, or lies at another path inside.'],
    remedies: ['Mount it (services.NAME.mounts), or take the variable out, then gecko up.'],
  },
  START_FAILED: {
    exitCode,
    summary: 'The engine could not start a container',
    causes: [
      "The evidence has the engine's own words: a port, a device or a mount that is not there.",
    ],
    remedies: ['Mend what they name, then gecko up.'],
  },
  OOM_KILLED: {
    exitCode,
    summary: 'A container, or a program in it, was ended for lack of memory',
    causes: [
      'It may have less than it needs (services.NAME.limits.memory).',
      'The machine had none left.',
    ],
    remedies: ['Raise the limit, or choose a smaller model, then gecko up.'],
  },
  RESTART_LOOP: {
    exitCode,
    summary: 'A container ends by itself and is started again and again',
    causes: ['Its program does not get along with its settings, its data or its machine.'],
    remedies: ['gecko logs --tail 50 NAME shows what it says before it ends.'],
  },
  WAS_RESTARTED: {
    exitCode,
    summary: 'A container has ended by itself several times, and runs now',
    causes: ['What it needed was not there for a while, or it has a defect.'],
    remedies: ['gecko logs NAME shows what it said.'],
  },
  KILLED: {
    exitCode,
    summary: 'A container was killed, and not for its own limit of memory',
    causes: [
      'It did not end in the time that it was given.',
      'Somebody killed it, or the system did because the machine had no memory left.',
    ],
    remedies: ['gecko up starts it. dmesg on its machine tells of memory.'],
  },
  IMAGE_VULNERABLE: {
    exitCode,
    summary: 'A service runs in an image with a known hole',
    causes: ['images.* in gecko.yaml names an old one, or an old gecko brought it up.'],
    remedies: ['Name a newer one, or take the key out; then gecko up --pull always.'],
  },
  IMAGE_DRIFT: {
    exitCode,
    summary: 'A service runs in another image than gecko.lock.json records',
    causes: [
      'The file came from another machine, on which a tag stood for another image.',
      'A container was made by other means than gecko.',
    ],
    remedies: [
      'gecko up brings up what the configuration names, and records that.',
      'To run what is recorded, name its digest in images.*: REPOSITORY@sha256:….',
    ],
  },
  NAME_UNKNOWN: {
    exitCode,
    summary: 'A backend asks for a service by its name, and the network does not know it',
    causes: [
      'The service is stopped: a stopped container has no name.',
      'Its container was taken out of its network, or put back without its names.',
    ],
    remedies: ['gecko start NAME, or gecko up --force-recreate --no-deps NAME.'],
  },
  NAME_UNREACHED: {
    exitCode,
    summary: 'A backend finds a service and cannot connect to it',
    causes: ['Its program does not listen yet, or hangs; or rules of the machine are in between.'],
    remedies: ['gecko restart NAME; gecko logs --tail 50 NAME shows what it says.'],
  },
  NAME_SILENT: {
    exitCode,
    summary: 'A backend connects to a service and gets no good answer',
    causes: ['It is overloaded, hangs, or fails at what it is asked.'],
    remedies: ['gecko restart NAME; gecko logs --tail 50 NAME shows what it says.'],
  },
  OLLAMA_UNREACHED: {
    exitCode,
    summary: 'The door does not reach an Ollama that is no container of the project',
    causes: [
      'It does not run, or listens on 127.0.0.1 alone, where no container comes.',
      'A firewall is in between, or generator.url is wrong.',
    ],
    remedies: [
      'Start it, and let it listen on the address of the bridge: OLLAMA_HOST=ADDRESS:11434.',
      'docs/language-models.md says how.',
    ],
  },
  EXPOSED: {
    exitCode,
    summary: 'Something of the project is reached from beyond this machine, and should not be',
    causes: [
      'A container publishes a port on all addresses, and expose is not set.',
      'It was made by other means than gecko, or with other settings.',
    ],
    remedies: [
      'gecko up publishes on loopback alone.',
      'To publish beyond it, set expose, tls.cert and tls.key: docs/security.md.',
    ],
  },
  CLOCK_APART: {
    exitCode,
    summary: "The clocks of this machine and of the engine's are more than a minute apart",
    causes: ['One of them is not set by the network; a virtual machine has slept.'],
    remedies: ['timedatectl set-ntp true on both; start the virtual machine anew.'],
  },
  CLOCK_BEHIND: {
    exitCode,
    summary: "This machine's clock is behind files that gecko has written",
    causes: ['The clock was set back, or was wrong before.'],
    remedies: ['timedatectl set-ntp true; what was written meanwhile keeps its wrong time.'],
  },
};
