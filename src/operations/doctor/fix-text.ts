import type { Fix } from './check.ts';

/** `start qdrant: gecko start qdrant` */
export function fixText({ what, command }: Pick<Fix, 'what' | 'command'>): string {
  return command === null ? what : `${what}: ${command}`;
}
