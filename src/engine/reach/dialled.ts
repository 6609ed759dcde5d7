import { urlHost } from '../../stack/url-host.ts';

/** What to connect to where somebody listens on an address: one that means all of them is none itself. */
export function dialled(address: string): string {
  return urlHost(['0.0.0.0', '::', 'localhost'].includes(address) ? '127.0.0.1' : address);
}
