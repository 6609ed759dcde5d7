import type { GeckoError } from '../../errors.ts';
import { type EngineErrorCode, engineError } from '../engine-error.ts';
import type { EngineWords } from './engine-words.ts';

interface Row {
  /** Texts of Docker 20.10 to 28 and Podman 4, which differ in words and status. */
  words: RegExp;
  code: EngineErrorCode;
  /** What happened; `name` is the call. */
  message: (found: RegExpExecArray, name: string) => string;
  hint: string;
  /** Machine-readable parts of the words. */
  details?: (found: RegExpExecArray) => Record<string, unknown>;
}

const choosePort = 'Stop what uses it, or choose another port with the keys `ports` in gecko.yaml.';
const toolkit =
  'Install the NVIDIA Container Toolkit, run sudo nvidia-ctk runtime configure --runtime=docker, and restart Docker; or use --profile cpu.';

/** The first that fits counts. */
const rows: readonly Row[] = [
  {
    words:
      /(?:Bind for|listen (?:tcp|udp)[46]?|bind host port for|exposing port (?:TCP|UDP)|cannot listen on the (?:TCP|UDP) port: listen (?:tcp|udp)[46]?):? (\S+?):(\d+)\b.*?(?:port is already allocated|address already in use|ports are not available)/i,
    code: 'PORT_TAKEN',
    message: ([, address, port]) => `Port ${port} on ${address} is in use already`,
    hint: choosePort,
    details: ([, address, port]) => ({ address, port: Number(port) }),
  },
  {
    words: /port is already allocated|address already in use|ports are not available/i,
    code: 'PORT_TAKEN',
    message: ({ input }) => `A port is in use already: ${input}`,
    hint: choosePort,
  },
  {
    words:
      /container name "?\/?([\w.-]+)"? is already in use(?: by (?:container )?"?([0-9a-f]{12,64}))?/i,
    code: 'NAME_TAKEN',
    message: ([, name]) => `There is a container named ${name} already`,
    hint: 'Remove or rename it, or give this project another name with --project.',
    details: ([, name, holder]) => ({ kind: 'container', name, holder: holder ?? null }),
  },
  {
    words: /network (?:with name |name )?(\S+) (?:already exists|already used)/i,
    code: 'NAME_TAKEN',
    message: ([, name]) => `There is a network named ${name} already`,
    hint: 'Remove it, or give this project another name with --project.',
    details: ([, name]) => ({ kind: 'network', name }),
  },
  {
    words: /volume (?:named? |with name )?(\S+) already exists/i,
    code: 'NAME_TAKEN',
    message: ([, name]) => `There is a volume named ${name} already, of another kind`,
    hint: 'Choose another with the keys `volumes` in gecko.yaml.',
    details: ([, name]) => ({ kind: 'volume', name }),
  },
  {
    words: /(?:remove (\S+): volume|volume (\S+)) is (?:in use|being used)(.*)$/i,
    code: 'VOLUME_IN_USE',
    message: ([, docker, podman]) => `The volume ${docker ?? podman} is used by a container`,
    hint: 'Remove the container first; docker ps -a --filter volume=NAME shows it.',
    details: ([, docker, podman, rest]) => ({
      name: docker ?? podman,
      holders: rest?.match(/[0-9a-f]{12,64}/g) ?? [],
    }),
  },
  {
    words:
      /(?:network (\S+) (?:id \S+ )?)?(?:has active endpoints|has associated containers|network is being used)/i,
    code: 'NETWORK_IN_USE',
    message: ([, name]) => `Containers are still in the network${name ? ` ${name}` : ''}`,
    hint: 'docker network inspect NAME shows them.',
    details: ([, name]) => ({ name: name ?? null }),
  },
  {
    words: /no space left on device|disk quota exceeded/i,
    code: 'NO_SPACE',
    message: ({ input }) => `The engine's disk is full: ${input}`,
    hint: 'docker system df shows what takes it; docker image prune frees unused images.',
  },
  {
    words: /could not select device driver|nvidia-container-cli|nvidia-container-runtime/i,
    code: 'ENGINE_UNABLE',
    message: ({ input }) => `The engine cannot give the container an NVIDIA GPU: ${input}`,
    hint: toolkit,
    details: () => ({ missing: 'nvidia-container-toolkit' }),
  },
  {
    words: /unresolvable CDI devices|CDI device injection failed|CDI.* not (?:supported|enabled)/i,
    code: 'ENGINE_UNABLE',
    message: ({ input }) => `The engine cannot give the container its devices: ${input}`,
    hint: 'sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml makes them known.',
    details: () => ({ missing: 'cdi' }),
  },
  {
    words:
      /error gathering device information|unknown or invalid runtime name|Unknown runtime specified|Range of CPUs is from|Minimum memory limit|privileged port|(?:non-overlapping IPv4 address pool|address pools have been fully subnetted)|your kernel does not support/i,
    code: 'ENGINE_UNABLE',
    message: ({ input }, name) => `The engine cannot ${name}: ${input}`,
    hint: 'Change what is asked for: limits, devices and ports are keys in gecko.yaml.',
  },
  {
    words: /exec format error/i,
    code: 'ENGINE_FAILED',
    message: ({ input }, name) => `The engine failed to ${name}: ${input}`,
    hint: "Its image is for another platform: name one for the engine's with the keys images in gecko.yaml.",
  },
  {
    words: /No such image:? (\S+?):?(?:\s|$)|(\S+): image not known|^reference does not exist$/i,
    code: 'IMAGE_MISSING',
    message: ([, docker, podman]) =>
      `The engine does not have the image ${docker ?? podman ?? ''}`.trim(),
    hint: 'Pull or build it first: gecko pull, gecko build.',
    details: ([, docker, podman]) => ({ image: docker ?? podman ?? null }),
  },
];

/** The engine's refusal as an error of gecko, by what its words say: status codes differ too much. */
export function fromEngineWords(words: EngineWords, name: string, cause: unknown): GeckoError {
  const { status, text } = words;
  const details = { call: name, status, words: text };
  for (const row of rows) {
    const found = row.words.exec(text);
    if (!found) continue;
    return engineError(row.code, row.message(found, name), {
      hint: row.hint,
      details: { ...details, ...row.details?.(found) },
      cause,
    });
  }
  if (
    status === 404 ||
    /no such (container|network|volume|object|exec)|network not found/i.test(text)
  )
    return engineError('OBJECT_MISSING', `The engine cannot ${name}: ${text}`, {
      hint: 'It may have been removed meanwhile; run the command again.',
      details,
      cause,
    });
  return engineError('ENGINE_FAILED', `The engine failed to ${name}: ${text}`, { details, cause });
}
