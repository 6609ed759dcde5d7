/** Version of the HTTP contract; a client refuses to write through a backend of another one. */
export const CONTRACT_VERSION = 1;

/** Headers of every answer: name and random id of the project, version of the contract. */
export const HEADER_PROJECT = 'x-gecko-project';
export const HEADER_PROJECT_ID = 'x-gecko-project-id';
export const HEADER_CONTRACT = 'x-gecko-contract';
