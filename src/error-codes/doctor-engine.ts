import { exitCodes } from '../errors.ts';
import type { Explanation } from './explanation.ts';

const { problems: exitCode } = exitCodes;

/** What `gecko doctor` finds about the engine, its machine and this one, and no other command does. */
export const doctorEngineCodes: Readonly<Record<string, Explanation>> = {
  ENGINE_KNOWN_BAD: {
    exitCode,
    foundBy: ['engine'],
    summary: 'Something is known against this version of the engine',
    causes: ['It is older than the version in which it was mended; the finding says what it is.'],
    remedies: ['Upgrade the engine to the version that the finding names, or a newer one.'],
  },
  ENGINE_ROOTLESS: {
    exitCode,
    foundBy: ['engine-mode'],
    summary: 'The engine runs without root',
    causes: ['It was installed as rootless Docker or Podman: safer, and with bounds.'],
    remedies: [
      'Ports from 1024 on need nothing; lower ones need sysctl net.ipv4.ip_unprivileged_port_start.',
      'For a card of NVIDIA set no-cgroups = true in /etc/nvidia-container-runtime/config.toml.',
      'loginctl enable-linger $USER keeps it running after you have logged out.',
    ],
  },
  ENGINE_SELINUX: {
    exitCode,
    foundBy: ['engine-mode'],
    summary: 'SELinux keeps the containers apart',
    causes: ['The system of the engine has it on, as Fedora and RHEL do.'],
    remedies: [
      'Nothing is to be done: gecko labels what it mounts, and frees an Ollama with a card.',
    ],
  },
  ENGINE_USERNS: {
    exitCode,
    foundBy: ['engine-mode'],
    summary: 'The engine gives users in containers other numbers outside',
    causes: ['userns-remap is set in its daemon.json.'],
    remedies: ['Let what you mount be read by all, or own it by the remapped users.'],
  },
  ENGINE_CGROUP1: {
    exitCode,
    foundBy: ['engine-mode'],
    summary: "The engine's machine uses cgroup 1, which is old",
    causes: ['An old system, or systemd.unified_cgroup_hierarchy=0 among the words of its kernel.'],
    remedies: ['Upgrade the system, or take that word out, and start the machine anew.'],
  },
  ENGINE_UNLIMITED: {
    exitCode,
    foundBy: ['engine-mode'],
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
    foundBy: ['disk'],
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
    foundBy: ['disk'],
    summary: 'A disk has less than 5 GiB free, or few files more',
    causes: ['It fills up. A language model takes 1 to 40 GB, new images about 4 GB.'],
    remedies: ['Make room before it is full: docker system prune, gecko model rm NAME.'],
  },
  DISK_UNKNOWN: {
    exitCode,
    foundBy: ['disk'],
    summary: 'How much room the engine has is not known',
    causes: ['Its disk is not one of this machine, and no backend runs that could be asked.'],
    remedies: ['Look there: df -h. Or bring the project up, and run gecko doctor again.'],
  },
  MEMORY_SHORT: {
    exitCode,
    foundBy: ['memory'],
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
    foundBy: ['memory'],
    summary: 'The chosen model leaves less than 1 GiB to all the rest',
    causes: ['The model is nearly as large as the memory of the machine.'],
    remedies: ['Choose a smaller model, or lower generator.contextTokens.'],
  },
  LIMIT_SMALL: {
    exitCode,
    foundBy: ['memory'],
    summary: 'A container may have less memory than its service takes',
    causes: ['services.NAME.limits.memory is set too low.'],
    remedies: ['Raise it, or take it out, then gecko up.'],
  },
  START_FAILED: {
    exitCode,
    foundBy: ['restarts'],
    summary: 'The engine could not start a container',
    causes: [
      "The evidence has the engine's own words: a port, a device or a mount that is not there.",
    ],
    remedies: ['Mend what they name, then gecko up.'],
  },
  OOM_KILLED: {
    exitCode,
    foundBy: ['restarts'],
    summary: 'A container, or a program in it, was ended for lack of memory',
    causes: [
      'It may have less than it needs (services.NAME.limits.memory).',
      'The machine had none left.',
    ],
    remedies: ['Raise the limit, or choose a smaller model, then gecko up.'],
  },
  RESTART_LOOP: {
    exitCode,
    foundBy: ['restarts'],
    summary: 'A container ends by itself and is started again and again',
    causes: ['Its program does not get along with its settings, its data or its machine.'],
    remedies: [
      'gecko logs --tail 50 NAME shows what it says before it ends.',
      'Qdrant on a damaged storage: gecko restore qdrant latest puts it aside and brings a backup in its place.',
    ],
  },
  WAS_RESTARTED: {
    exitCode,
    foundBy: ['restarts'],
    summary: 'A container has ended by itself several times, and runs now',
    causes: ['What it needed was not there for a while, or it has a defect.'],
    remedies: ['gecko logs NAME shows what it said.'],
  },
  KILLED: {
    exitCode,
    foundBy: ['restarts'],
    summary: 'A container was killed, and not for its own limit of memory',
    causes: [
      'It did not end in the time that it was given.',
      'Somebody killed it, or the system did because the machine had no memory left.',
    ],
    remedies: ['gecko up starts it. dmesg on its machine tells of memory.'],
  },
  IMAGE_VULNERABLE: {
    exitCode,
    foundBy: ['images'],
    summary: 'A service runs in an image with a known hole',
    causes: ['images.* in gecko.yaml names an old one, or an old gecko brought it up.'],
    remedies: ['Name a newer one, or take the key out; then gecko up --pull always.'],
  },
  IMAGE_DRIFT: {
    exitCode,
    foundBy: ['images'],
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
  CLOCK_APART: {
    exitCode,
    foundBy: ['clock'],
    summary: "The clocks of this machine and of the engine's are more than a minute apart",
    causes: ['One of them is not set by the network; a virtual machine has slept.'],
    remedies: ['timedatectl set-ntp true on both; start the virtual machine anew.'],
  },
  CLOCK_BEHIND: {
    exitCode,
    foundBy: ['clock'],
    summary: "This machine's clock is behind files that gecko has written",
    causes: ['The clock was set back, or was wrong before.'],
    remedies: ['timedatectl set-ntp true; what was written meanwhile keeps its wrong time.'],
  },
};
