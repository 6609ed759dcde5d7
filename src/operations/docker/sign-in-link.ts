import { requestSignInLink } from '../../embedded/request-sign-in-link.ts';
import type { Runtime } from '../../runtime.ts';
import { doorUrl, publishedUrl } from './door-url.ts';

export interface SignInLink {
  /** Of the page. */
  url: string;
  /** To it, once and within ten minutes. */
  link: string;
  /** Whether it leads there when this process has ended. */
  lasts: boolean;
}

/**
 * A link that signs a browser in to the page of the containers.
 * @throws GeckoError BACKEND_UNREACHABLE (exit 20), UNAUTHORIZED (12), and what reaching the door throws
 */
export async function dockerSignInLink({
  config,
  paths,
  reach,
  signal,
}: Pick<Runtime, 'config' | 'paths' | 'reach' | 'signal'>): Promise<SignInLink> {
  const way = await doorUrl('web', { config, reach });
  const link = await requestSignInLink(way, paths.project.token, signal);
  const url = publishedUrl(config, 'web');
  // What is exposed has an address for everybody, whatever way gecko takes itself.
  if (config.expose && url !== null) return { url, link: link.replace(way, url), lasts: true };
  return { url: way, link, lasts: way === url };
}
