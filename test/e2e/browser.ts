import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A real Chromium on this machine, or null: playwright-core brings none. */
export const chromiumPath: string | null =
  [process.env.GECKO_TEST_CHROMIUM, ...places].find((path) => path && existsSync(path)) ?? null;

/** @throws where there is no browser; tests ask `chromiumPath` first */
export function openBrowser(): Promise<Browser> {
  if (chromiumPath === null) throw new Error('no Chromium; GECKO_TEST_CHROMIUM can name one');
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      // Tests may run as root, where Chromium's sandbox does not start.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}
