import type { ServiceName } from './service-spec.ts';

const prefix = 'dev.gecko';

/** Labels on everything that gecko makes; it acts on nothing that has no project label of its own. */
export const labelNames = {
  project: `${prefix}.project`,
  projectId: `${prefix}.project-id`,
  service: `${prefix}.service`,
  replica: `${prefix}.replica`,
  configHash: `${prefix}.config-hash`,
  /** What the hash is made over, each part by itself, as JSON; for people: the hash decides. */
  configParts: `${prefix}.config-parts`,
  version: `${prefix}.version`,
  /** Who made it: `user@host`. */
  createdBy: `${prefix}.created-by`,
  /** On containers: which token they were made with. */
  keyId: `${prefix}.key-id`,
  /** What a volume holds; so that `down --volumes` tells data from configuration. */
  content: `${prefix}.content`,
  /** On a volume that is a lock: who holds it. */
  lock: `${prefix}.lock`,
  /** Instead of a project's: made for a moment, by a process of that project. */
  scratchOf: `${prefix}.scratch-of`,
  /** On what is made for a moment: the process that removes it again, as JSON. */
  scratchHolder: `${prefix}.scratch-holder`,
  /** On a volume that is a mark: which containers of an old stack gecko has stopped to take its place. */
  adopt: `${prefix}.adopt`,
  /** On a volume that says so: which containers were stopped and are to be started again, as JSON. */
  stopped: `${prefix}.stopped`,
  /** On a volume that another one is replaced with, or kept in meanwhile: the name of that one. */
  swapOf: `${prefix}.swap-of`,
  /** `new` or `old`. */
  swapRole: `${prefix}.swap-role`,
} as const;

/** Whom a container, network, volume or image belongs to. */
export interface Owner {
  project: string;
  projectId: string;
  /** Version of gecko. */
  version: string;
  /** Whoever works on it now: `user@host`. */
  createdBy: string;
}

export function ownerLabels({
  project,
  projectId,
  version,
  createdBy,
}: Owner): Record<string, string> {
  return {
    [labelNames.project]: project,
    [labelNames.projectId]: projectId,
    [labelNames.version]: version,
    [labelNames.createdBy]: createdBy,
  };
}

export function serviceLabels(
  owner: Owner,
  service: ServiceName,
  replica: number,
): Record<string, string> {
  return {
    ...ownerLabels(owner),
    [labelNames.service]: service,
    [labelNames.replica]: String(replica),
  };
}
