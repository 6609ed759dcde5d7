import type { LockedImage } from '../../../state/image-lock.ts';
import type { Finding } from '../check.ts';
import { isBelow } from './is-below.ts';

/** An image in which a service runs. */
export interface RunningImage {
  service: string;
  id: string;
  /** Its names on the engine: `ollama/ollama:0.35.0`. */
  tags: readonly string[];
  /** `repository@sha256:…`, of all registries that have it. */
  digests: readonly string[];
  /** What the image says of itself (org.opencontainers.image.version); empty where it does not. */
  version: string;
}

interface Hole {
  repository: RegExp;
  /** The first version without it. */
  below: string;
  why: string;
  key: string;
}

const holes: readonly Hole[] = [
  {
    repository: /(^|\/)ollama\/ollama$/,
    below: '0.35.0',
    why: 'whoever reaches it can misuse it (CVE-2026-103663)',
    key: 'images.ollama',
  },
  {
    repository: /(^|\/)qdrant\/qdrant$/,
    below: '1.9.0',
    why: 'it has known holes, and keys that gecko relies on are newer',
    key: 'images.qdrant',
  },
];

/**
 * The image of a running service, against what is known of its version and what is recorded of it.
 * @param lock what gecko.lock.json has; undefined: nothing
 * @returns nothing where all is well
 */
export function judgeImage(image: RunningImage, lock: LockedImage | undefined): Finding[] {
  const drift = lock && !isRecorded(image, lock) ? [drifted(image, lock)] : [];
  return [...vulnerable(image), ...drift];
}

function vulnerable({ service, tags, digests, version: said }: RunningImage): Finding[] {
  const names = [...tags, ...digests];
  return holes.flatMap(({ repository, below, why, key }): Finding[] => {
    const name = names.find((one) => repository.test(repositoryOf(one)));
    if (name === undefined) return [];
    const version = (/:v?(\d+\.\d+[^/@]*)$/.exec(name) ?? /^v?(\d+\.\d+.*)$/.exec(said))?.[1];
    if (version === undefined || !isBelow(version, below)) return [];
    return [
      {
        code: 'IMAGE_VULNERABLE',
        severity: 'problem',
        text: `${service} runs ${version}, and below ${below} ${why}`,
        evidence: [name],
        about: `version of ${service}`,
        fix: {
          what: `take ${key} out of gecko.yaml, or name ${below} or newer there; then fetch it`,
          command: 'gecko up --pull always',
        },
      },
    ];
  });
}

/** Without tag and digest. */
function repositoryOf(name: string): string {
  return name.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
}

function drifted({ service, id, tags }: RunningImage, lock: LockedImage): Finding {
  return {
    code: 'IMAGE_DRIFT',
    // One that was built here has another id on each machine.
    severity: lock.digest === null && tags.includes(lock.reference) ? 'note' : 'warning',
    text: `${service} runs another image than gecko.lock.json records`,
    consequence: 'Another machine with the same gecko.lock.json runs something else',
    evidence: [
      `runs: ${tags[0] ?? 'without a name'} ${short(id)}`,
      `recorded: ${lock.digest ?? lock.reference} ${short(lock.id)}`,
    ],
    fix: {
      what: `run what is recorded (images.${service} in gecko.yaml: its digest), or record what this machine has`,
      command: 'gecko pull',
    },
  };
}

/** Engines number images in two ways, so that the same one may have another id elsewhere. */
function isRecorded({ id, digests }: RunningImage, lock: LockedImage): boolean {
  const hash = lock.digest?.split('@')[1];
  return lock.id === id || (hash !== undefined && digests.some((one) => one.endsWith(hash)));
}

/** As docker prints it. */
function short(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}
