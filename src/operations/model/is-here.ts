import { isLoopback } from '../../stack/is-loopback.ts';

/** Whether what answers at a base URL runs on this machine. */
export function isHere(url: string): boolean {
  return URL.canParse(url) && isLoopback(new URL(url).hostname.replace(/^\[|\]$/g, ''));
}
