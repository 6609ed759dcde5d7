import type { ResolvedConfig } from '../../config/schema.ts';

/** Where the page is, which is the way to gecko's own paths of the door, too. */
export function doorUrl({ ports }: Pick<ResolvedConfig, 'ports'>): string {
  return `http://127.0.0.1:${ports.web[0]}`;
}
