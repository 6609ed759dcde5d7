/** Version of the HTTP contract; a client refuses to write through a backend of another major. */
export const CONTRACT_VERSION = 1;

/** Every JSON document that gecko prints carries this. */
export const OUTPUT_SCHEMA = 1;

export const HEADER_PROJECT = 'x-gecko-project';
export const HEADER_CONTRACT = 'x-gecko-contract';

export const DEFAULT_COLLECTION = 'corpus_gecko3';
