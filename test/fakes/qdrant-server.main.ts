import { readFileSync } from 'node:fs';
import { startQdrantServer } from './qdrant-server.ts';

/** The stand-in as a program in a container: where the real image keeps, listens and reads its key. */
const option = process.argv.indexOf('--config-path');
const CONFIG = option === -1 ? '/qdrant/config/production.yaml' : (process.argv[option + 1] ?? '');

const { QDRANT__SERVICE__API_KEY: key, QDRANT__SERVICE__READ_ONLY_API_KEY: readOnlyKey } =
  process.env;
const server = await startQdrantServer({
  port: 6333,
  host: '0.0.0.0',
  folder: process.env.QDRANT__STORAGE__STORAGE_PATH ?? '/qdrant/storage',
  apiKey: key ?? configured('api_key'),
  readOnlyKey: readOnlyKey ?? configured('read_only_api_key'),
});
process.on('SIGTERM', () => void server.close());

/** A value of the section `service`, plain or in quotes. */
function configured(name: string): string | undefined {
  const value = new RegExp(`^\\s+${name}:\\s*(.+?)\\s*$`, 'm').exec(configText())?.[1];
  return value?.replace(/^(['"])(.*)\1$/, '$2');
}

function configText(): string {
  try {
    return readFileSync(CONFIG, 'utf8');
  } catch {
    return '';
  }
}
