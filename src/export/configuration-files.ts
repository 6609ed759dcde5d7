import type { ResolvedService } from '../stack/stack.ts';
import type { CarriedFile } from './export-file.ts';

/**
 * The files of services' configuration volumes as files of an export, below `FOLDER/SERVICE/`. What holds
 * a secret, or a private key, is its owner's alone.
 */
export function configurationFiles(
  services: readonly Pick<ResolvedService, 'name' | 'files'>[],
  folder: string,
  secrets: readonly string[],
): CarriedFile[] {
  return services.flatMap(({ name, files }) =>
    files.map((file) => ({
      path: `${folder}/${name}/${file.name}`,
      content: file.content,
      mode: isSecret(file.content, secrets) ? 0o600 : 0o644,
    })),
  );
}

function isSecret(content: string | Uint8Array, secrets: readonly string[]): boolean {
  const text = typeof content === 'string' ? content : Buffer.from(content).toString('latin1');
  return /PRIVATE KEY-----/.test(text) || secrets.some((secret) => text.includes(secret));
}
