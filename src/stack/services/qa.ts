import { backend } from './backend.ts';

export const qa = backend({
  name: 'qa',
  program: 'qa',
  summary: 'answers, of the question as it is',
  oldNames: ['langchain-backend-qa'],
  port: 8002,
});
