/**
 * What the CLI and its services must agree on beside the types: a copy of
 * services/core/src/contract/version.ts, of which src/ imports types only. A test compares the two.
 */
export const contract = {
  version: 1,
  headers: {
    project: 'x-gecko-project',
    projectId: 'x-gecko-project-id',
    version: 'x-gecko-contract',
  },
} as const;
