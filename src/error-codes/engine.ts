import { exitCodes } from '../errors.ts';
import type { Explanation } from './explanation.ts';

/** The codes of what a container engine does, or does not do. */
export const engineCodes = {
  ENGINE_UNREACHABLE: {
    exitCode: exitCodes.engine,
    foundBy: ['engine'],
    summary: 'No container engine can be reached',
    causes: [
      'Docker or Podman is not installed, or not running.',
      'DOCKER_HOST or the docker context leads somewhere else.',
      'It ended while gecko was at work.',
    ],
    remedies: [
      'Start it: sudo systemctl start docker, or Docker Desktop; then run the command again.',
      'docker context ls shows which engine is chosen; the message names where gecko looked.',
      'gecko --runtime embedded needs no engine.',
    ],
  },
  ENGINE_FORBIDDEN: {
    exitCode: exitCodes.engine,
    foundBy: ['engine'],
    summary: 'The container engine is there, and this user may not speak to it',
    causes: ['The socket belongs to root and the group docker, and you are in neither.'],
    remedies: [
      'sudo usermod -aG docker $USER, then log in anew. The group is as powerful as root.',
      'Rootless Docker or Podman needs no such right: docs.docker.com/engine/security/rootless.',
    ],
  },
  ENGINE_SILENT: {
    exitCode: exitCodes.timeout,
    foundBy: ['engine'],
    summary: 'The container engine took a call and did not answer in time',
    causes: ['The engine hangs or is overloaded.', 'A proxy or firewall holds the connection.'],
    remedies: [
      'The message names the call. docker ps shows whether the engine answers at all.',
      'Restart the engine if it does not.',
    ],
  },
  ENGINE_VERSION: {
    exitCode: exitCodes.unsupported,
    foundBy: ['engine'],
    summary: "The engine's API is too old or too new for this gecko",
    causes: ['An old engine, or one that has dropped the versions which this gecko speaks.'],
    remedies: ['Upgrade the engine where it is too old, and gecko where it is too new.'],
  },
  ENGINE_UNABLE: {
    exitCode: exitCodes.unsupported,
    foundBy: ['engine'],
    summary: 'The engine or its machine cannot do what is asked',
    causes: [
      'A GPU that the engine cannot pass on, such as without the NVIDIA Container Toolkit.',
      'A limit beyond what the machine has, or a device that is not there.',
    ],
    remedies: [
      "The message has the engine's own words.",
      'For NVIDIA: sudo nvidia-ctk runtime configure --runtime=docker, then restart Docker.',
    ],
  },
  ENGINE_FAILED: {
    exitCode: exitCodes.failure,
    foundBy: ['engine'],
    summary: 'The engine failed at what it was asked',
    causes: ["The message has the engine's own words."],
    remedies: ['Mend what they name. The log of the engine tells more.'],
  },
  NAME_TAKEN: {
    exitCode: exitCodes.conflict,
    summary: 'A container, network or volume of that name exists already',
    causes: ['Another program, or another project, uses the name.'],
    remedies: [
      'Remove or rename it, or choose other names with --project. gecko never removes what is not its own.',
    ],
  },
  VOLUME_IN_USE: {
    exitCode: exitCodes.conflict,
    summary: 'A container uses the volume',
    causes: ['A container, running or stopped, has it mounted.'],
    remedies: ['Remove that container first: docker ps -a --filter volume=NAME shows it.'],
  },
  NETWORK_IN_USE: {
    exitCode: exitCodes.conflict,
    summary: 'Containers are still in the network',
    causes: ['A container of another program or project was connected to it.'],
    remedies: ['docker network inspect NAME shows them; docker network disconnect takes one out.'],
  },
  IMAGE_MISSING: {
    exitCode: exitCodes.unsupported,
    summary: 'The engine does not have the image',
    causes: ['It was never pulled or built, or was removed meanwhile.'],
    remedies: [
      'Run the command again: it pulls what is missing.',
      'Without a network: gecko pull --save FILE where there is one, gecko pull --load FILE here.',
    ],
  },
  PULL_FAILED: {
    exitCode: exitCodes.failure,
    summary: 'An image could not be pulled',
    causes: [
      'No such image or tag, or none for this platform.',
      'No way to the registry, or it wants a login, or it limits how often one may pull.',
    ],
    remedies: [
      'The message has the words of the registry.',
      'docker login REGISTRY gives credentials, which gecko takes from there.',
      'Without a way to the registry: gecko pull --load FILE, see docs/closed-networks.md.',
    ],
  },
  IMAGE_PLATFORM: {
    exitCode: exitCodes.failure,
    summary:
      "A container ended because its image is for another platform than the engine's machine",
    causes: ['The image was loaded from a file, or built, for another processor architecture.'],
    remedies: [
      'The message names both platforms. Pull or build the image for this one, or name another with the keys images in gecko.yaml.',
    ],
  },
  LOAD_FAILED: {
    exitCode: exitCodes.failure,
    summary: 'The engine could not load images from a file',
    causes: ['The file holds images in a format that this engine does not read.'],
    remedies: ["The message has the engine's own words. Save the file anew: gecko pull --save."],
  },
  BUILD_FAILED: {
    exitCode: exitCodes.failure,
    summary: 'An image could not be built',
    causes: ['A step of the Dockerfile failed.'],
    remedies: ['The message has the last words of the build.'],
  },
  PROGRAM_MISSING: {
    exitCode: exitCodes.programMissing,
    summary: 'The container has no such program',
    causes: [
      'Its image does not have it, or has it in a folder where programs are not looked for.',
      'A whole line was given as one word.',
    ],
    remedies: [
      'gecko exec SERVICE ls /bin /usr/bin shows what many images have.',
      "A line for a shell goes into sh -c 'LINE'.",
    ],
  },
  PROGRAM_UNUSABLE: {
    exitCode: exitCodes.programUnusable,
    summary: 'A program of the container cannot be run',
    causes: [
      'It is a folder or a file that is not executable, or made for another processor.',
      'The user of the container may not run it, or that user or the folder to run it in is not there.',
    ],
    remedies: [
      "gecko exec --verbose shows the engine's own words.",
      'gecko exec -u 0 runs it as root.',
    ],
  },
  OBJECT_MISSING: {
    exitCode: exitCodes.failure,
    summary: 'The engine has no such container, network or volume',
    causes: ['It was removed meanwhile.'],
    remedies: ['Run the command again.'],
  },
} as const satisfies Record<string, Explanation>;
