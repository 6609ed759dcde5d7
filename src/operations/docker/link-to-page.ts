import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { dockerSignInLink } from './sign-in-link.ts';

/** A link for whoever has brought the stack up; null where none leads to the page from here. */
export async function linkToPage(runtime: Runtime): Promise<string | null> {
  try {
    const { link, lasts } = await dockerSignInLink(runtime);
    return lasts ? link : null;
  } catch (error) {
    runtime.signal.throwIfAborted();
    // It is no failure of what was asked for: `gecko open` says why.
    if (error instanceof GeckoError) return null;
    throw error;
  }
}
