/** `rag` analyses the question first; `qa` retrieves and answers. */
export type Backend = 'rag' | 'qa';
