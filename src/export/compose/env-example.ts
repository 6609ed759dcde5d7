import { envText } from '../env-text.ts';
import type { Settings } from './settings.ts';

/** `.env.example`: copied to `.env`, it changes nothing. */
export function envExample(settings: Settings): string {
  const lines = [...settings.values()].map(
    ({ name, value, about }) => `# ${about}\n${assignment(name, value)}`,
  );
  return `# Copy this file to .env, and change there what has to be changed.\n${lines.join('')}`;
}

function assignment(name: string, value: string): string {
  return /^[\w./:@+-]+$/.test(value) ? `${name}=${value}\n` : envText({ [name]: value });
}
