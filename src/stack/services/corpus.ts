import { backend } from './backend.ts';

/** In the stack where both rag and qa are the user's own: then nobody else takes documents in. */
export const corpus = backend({
  name: 'corpus',
  program: 'rag',
  summary: 'takes documents in, where rag and qa are your own',
  oldNames: [],
  port: 8000,
});
