import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

export interface PageWorld {
  gecko: Sandbox;
  /** Of the page. */
  address: string;
  /** Runs gecko with the settings that its services were started with. */
  run(args: readonly string[]): ReturnType<Sandbox['run']>;
  /** By the link of `gecko open`. */
  signIn(page: Page): Promise<void>;
  /** A browser of its own kind: nothing kept, no cookie. */
  visit(options?: Visit): Promise<Visited>;
  close(): Promise<void>;
}

export interface Visit extends BrowserContextOptions {
  path?: string;
}

export interface Visited {
  page: Page;
  context: BrowserContext;
  /** What the page asked for beyond its own origin, and what went wrong in it. */
  trouble: { stray: string[]; problems: string[] };
  ask(question: string): Promise<void>;
  /** Asks, and waits for the end of the answer. */
  askToEnd(question: string): Promise<void>;
  /** Violations that axe finds, in words. */
  violations(): Promise<string[]>;
}

export const untroubled = { stray: [], problems: [] };

/** gecko with a corpus of these files, and a real browser before its page. */
export async function openPageWorld(
  documents: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<PageWorld> {
  const gecko = await openSandbox('');
  const run = (args: readonly string[]) => gecko.run(args, { env });
  for (const [path, text] of Object.entries(documents)) {
    const file = join(gecko.home, 'shop', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const { code, stderr } = await run(['ingest', join(gecko.home, 'shop')]);
  if (code !== 0) throw new Error(`the corpus was not made: ${stderr}`);
  const address = `http://127.0.0.1:${gecko.ports.web}`;
  const browser: Browser = await openBrowser();
  return {
    ...{ gecko, address, run, visit: visitor(browser, address) },
    async signIn(page) {
      const { stdout } = await run(['open', '--no-browser', '--json']);
      await page.goto(JSON.parse(stdout).link);
    },
    async close() {
      await browser.close();
      await gecko.close();
    },
  };
}

/** Opens the page at an address, each time in a browser of its own kind. */
export function visitor(browser: Browser, address: string): PageWorld['visit'] {
  return async ({ path = '/', ...options } = {}) => {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    const trouble = watched(page, address);
    await page.goto(`${address}${path}`);
    return { page, context, trouble, ...actionsOn(page) };
  };
}

function watched(page: Page, address: string): Visited['trouble'] {
  const stray: string[] = [];
  const problems: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(address)) stray.push(request.url());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  return { stray, problems };
}

function actionsOn(page: Page): Pick<Visited, 'ask' | 'askToEnd' | 'violations'> {
  const ask = async (question: string) => {
    await page.locator('#question').fill(question);
    await page.locator('.send').click();
  };
  return {
    ask,
    async askToEnd(question) {
      const before = await page.locator('.turn').count();
      await ask(question);
      await page.locator('.turn').nth(before).locator('.turn-actions').waitFor();
    },
    async violations() {
      const { violations } = await new AxeBuilder({ page }).analyze();
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`),
      );
    },
  };
}
