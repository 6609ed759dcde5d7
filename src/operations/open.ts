import { GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { ensureServices } from './backend.ts';
import { runtimeOf } from './choose-runtime.ts';
import type { SignInLink } from './docker/sign-in-link.ts';

export interface OpenInput {
  /** Only the link is wanted. */
  print: boolean;
  platform: string;
}

/** Milliseconds for a browser to be started. */
const browserTimeout = 5_000;

/**
 * Opens the page in a browser that is signed in by it, and prints the link. Starts the services
 * where they do not run. A machine without a browser is no error. Where the page is on another machine,
 * the way there stays open until the signal.
 */
export async function open({ print, platform }: OpenInput, runtime: Runtime): Promise<void> {
  const { ui, signal } = runtime;
  const { url, link, lasts } = await signInLink(runtime);
  const opened = print ? false : await openBrowser(link, platform, runtime);
  if (!print && !opened) ui.event({ type: 'note', text: 'No browser could be opened here.' });
  ui.event({ type: 'note', text: 'The link signs one browser in, once and within ten minutes.' });
  ui.report({ json: { url, link, opened }, text: () => link });
  if (lasts) return;
  const text = 'The page is on another machine; the way to it stays open until Ctrl-C.';
  ui.event({ type: 'note', text });
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
}

async function signInLink(runtime: Runtime): Promise<SignInLink> {
  const { supervisor, signal } = runtime;
  if ((await runtimeOf(runtime)) === 'docker') {
    const { dockerSignInLink } = await import('./docker/sign-in-link.ts');
    return dockerSignInLink(runtime);
  }
  const { daemon } = await ensureServices(runtime);
  return { url: daemon.urls.web, link: await supervisor.signInLink(daemon, signal), lasts: true };
}

async function openBrowser(
  link: string,
  platform: string,
  { exec, signal }: Runtime,
): Promise<boolean> {
  const [file, ...args] = opener(platform);
  try {
    const { exitCode } = await exec.run(file, [...args, link], {
      timeoutMs: browserTimeout,
      signal,
    });
    return exitCode === 0;
  } catch (error) {
    signal.throwIfAborted();
    // Not installed, or still busy: then the printed link is what there is.
    if (error instanceof GeckoError) return false;
    throw error;
  }
}

function opener(platform: string): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open'];
  return platform === 'win32' ? ['explorer.exe'] : ['xdg-open'];
}
