import { createOllamaServer } from './ollama-server.ts';

/** The stand-in as a program, where Ollama's image has its own: `ollama serve`. */
const { STAND_IN_START_DELAY_MS = '0', STAND_IN_FIRST_TOKEN_MS = '0' } = process.env;
const server = createOllamaServer({
  folder: process.env.STAND_IN_FOLDER ?? '/root/.ollama',
  registry: ['llama3', 'llama3.2:1b'],
  firstToken: Number(STAND_IN_FIRST_TOKEN_MS),
  log: (text) => console.log(text),
});
setTimeout(() => server.listen(11434, '0.0.0.0'), Number(STAND_IN_START_DELAY_MS));
process.on('SIGTERM', () => process.exit(0));
