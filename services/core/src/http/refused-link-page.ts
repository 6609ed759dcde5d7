import { createHash } from 'node:crypto';

const style = `
:root { color-scheme: light dark; font: 100%/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f7f6f2, #131513); color: light-dark(#1c1f1b, #e6e9e3); }
main { box-sizing: border-box; width: min(36rem, 100% - 2rem); margin: 1rem; padding: clamp(1.25rem, 5vw, 2.5rem); border: 1px solid light-dark(#dcd9cf, #323832); border-radius: 16px; background: light-dark(#ffffff, #1b1e1b); }
h1 { margin: 0 0 1rem; font-size: 1.375rem; line-height: 1.3; text-wrap: balance; }
p { margin: 0 0 1rem; }
code { display: block; padding: .75rem 1rem; border-radius: 6px; background: light-dark(#efede6, #0e100e); font: .9375rem/1.6 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
a { display: inline-block; padding: .5rem 0; color: light-dark(#1f6b45, #7ecba2); }
a:focus-visible { outline: 2px solid; outline-offset: 2px; }
p:last-child { margin: 0; }
`;

const texts = {
  en: {
    title: 'This link does not sign you in',
    why: 'A sign-in link works once, for ten minutes, and for the project that made it. This one was used already, is too old, or belongs to another project; a restart of the services ends it, too.',
    mend: 'This command gives a new one:',
    toPage: 'Go to the page without signing in',
  },
  es: {
    title: 'Este enlace no inicia la sesión',
    why: 'Un enlace de inicio de sesión sirve una sola vez, durante diez minutos y para el proyecto que lo creó. Este ya se usó, es demasiado antiguo o es de otro proyecto; también caduca si se reinician los servicios.',
    mend: 'Esta orden da uno nuevo:',
    toPage: 'Ir a la página sin iniciar sesión',
  },
};

/** Stricter than the page's own: of all things it may only have this style. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What a browser shows of a sign-in link that is refused, in the first language it asks for that there is. */
export function refusedLinkPage(acceptLanguage: string): Response {
  const language = languageOf(acceptLanguage);
  const { title, why, mend, toPage } = texts[language];
  const html = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · gecko</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${why}</p>
<p>${mend}</p>
<p><code>gecko open</code></p>
<p><a href="/">${toPage}</a></p>
</main>
</body>
</html>
`;
  return new Response(html, {
    status: 403,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-language': language,
      'content-security-policy': policy,
      'cache-control': 'no-store',
    },
  });
}

/** @param accepted such as `es-MX, es;q=0.9, en;q=0.5` */
function languageOf(accepted: string): keyof typeof texts {
  const wanted = accepted
    .split(',')
    .map((one) => {
      const [range = '', ...parameters] = one
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const weight = parameters.find((text) => text.startsWith('q='))?.slice(2) ?? '1';
      return { language: range.split('-')[0], weight: Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  const found = wanted.find(({ language }) => language === 'en' || language === 'es');
  return found?.language === 'es' ? 'es' : 'en';
}
