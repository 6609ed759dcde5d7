import { backend } from './backend.ts';

export const rag = backend({
  name: 'rag',
  program: 'rag',
  summary: 'answers, with an analysis of the question',
  oldNames: ['langchain-backend'],
  port: 8000,
});
