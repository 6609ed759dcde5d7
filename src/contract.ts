/**
 * What the CLI and its services must agree on beside the types: a copy of
 * services/core/src/contract/version.ts and the size of embed/mean-pool.ts; of both src/ imports types only. A test compares the two.
 */
export const contract = {
  version: 1,
  /** Of the vectors that the one embedding model makes. */
  dimension: 384,
  headers: {
    project: 'x-gecko-project',
    projectId: 'x-gecko-project-id',
    version: 'x-gecko-contract',
  },
} as const;
