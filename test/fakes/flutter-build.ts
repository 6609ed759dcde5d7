import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A WebAssembly module that exports `add` of two i32. */
const wasm = Buffer.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  // Types: (i32, i32) -> i32. Functions: one of that type.
  ...[0x01, 0x07, 0x01, 0x60, 0x02, 0x7f, 0x7f, 0x01, 0x7f, 0x03, 0x02, 0x01, 0x00],
  // Exports: "add".
  ...[0x07, 0x07, 0x01, 0x03, 0x61, 0x64, 0x64, 0x00, 0x00],
  // Code: local.get 0, local.get 1, i32.add, end.
  ...[0x0a, 0x09, 0x01, 0x07, 0x00, 0x20, 0x00, 0x20, 0x01, 0x6a, 0x0b],
]);

/** A base, a manifest, and a bootstrap in the file, which no file of the folder repeats. */
const index = (addresses: readonly string[]) =>
  `<!DOCTYPE html>
<html>
<head>
  <base href="/">
  <meta charset="UTF-8">
  <title>Field app</title>
  <link rel="icon" type="image/svg+xml" href="favicon.svg">
  <link rel="manifest" href="manifest.json">
  <!-- The bootstrap is a <script> of its own. -->
  <script>
    const report = { violations: [], posted: {} };
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      report.violations.push(violatedDirective + ' ' + blockedURI));
    const addresses = ${JSON.stringify(addresses)};
    const serviceWorkerVersion = '17';
  </script>
  <style>body { margin: 0 }</style>
</head>
<body>
  <script>
    window.addEventListener('load', () => {
      const script = document.createElement('script');
      script.src = 'main.dart.js';
      document.body.append(script);
    });
  </script>
</body>
</html>
`.replaceAll('\n', '\r\n');

/** What the engine and an app do, one after the other, with what came of each in `report`. */
const main = `
const add = async (response) =>
  (await WebAssembly.instantiateStreaming(response)).instance.exports.add(20, 22);

async function worker() {
  const code = "onmessage = async ({ data }) => {" +
    "const { instance } = await WebAssembly.instantiate(data);" +
    "postMessage(instance.exports.add(1, 2)) }";
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  const bytes = await (await fetch('canvaskit/canvaskit.wasm')).arrayBuffer();
  return new Promise((resolve, reject) => {
    const started = new Worker(url);
    started.onmessage = ({ data }) => resolve(data);
    started.onerror = () => reject(new Error('the worker failed'));
    started.postMessage(bytes);
  });
}

function styled() {
  const host = document.body.appendChild(document.createElement('flutter-view'));
  const shadow = host.attachShadow({ mode: 'open' });
  const style = shadow.appendChild(document.createElement('style'));
  style.append(document.createTextNode('p { color: rgb(1, 2, 3) }'));
  style.sheet.insertRule('p { opacity: 0.5 }');
  const text = shadow.appendChild(document.createElement('p'));
  return getComputedStyle(text).color + ' ' + getComputedStyle(text).opacity;
}

async function post(address) {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', accept: 'application/json' },
    body: JSON.stringify({ question: 'How is the pump painted?' }),
  });
  return response.status + ' ' + (await response.json()).answer;
}

async function picked() {
  return (await fetch(URL.createObjectURL(new Blob(['picked'])))).text();
}

async function serviceWorker() {
  await navigator.serviceWorker.register('flutter_service_worker.js?v=' + serviceWorkerVersion);
  await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller)
    await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
  return (await fetch('from-the-worker')).text();
}

const types = async (...files) =>
  Promise.all(files.map(async (file) => (await fetch(file)).headers.get('content-type')));

(async () => {
  report.route = location.pathname;
  for (const address of addresses) report.posted[address] = await post(address);
  report.sum = await add(fetch('canvaskit/canvaskit.wasm'));
  report.worker = await worker();
  report.style = styled();
  report.picked = await picked();
  report.types = await types('assets/fonts/Field.otf', 'canvaskit/canvaskit.js.symbols', 'assets/NOTICES');
  report.serviceWorker = await serviceWorker();
})().catch((error) => { report.failure = String(error); }).finally(() => { report.isDone = true; });
`;

/** Keeps the app's files, and takes the page over at once. */
const serviceWorker = `
self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open('app').then((cache) => cache.addAll(['main.dart.js', 'index.html'])));
});
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (origin !== self.location.origin) return;
  if (pathname === '/from-the-worker') event.respondWith(new Response('from the worker'));
  else if (pathname === '/main.dart.js')
    event.respondWith(caches.match(event.request).then((found) => found || fetch(event.request)));
});
`;

/**
 * A static build as Flutter makes them, as small as it can be: it asks its two backends at absolute
 * addresses, and says in the global `report` how it went.
 *
 * @param folder that is made
 * @param addresses to which it posts a question
 */
export function makeFlutterBuild(folder: string, addresses: readonly string[]): void {
  const files: Record<string, string | Buffer> = {
    'index.html': index(addresses),
    'main.dart.js': main,
    'flutter_service_worker.js': serviceWorker,
    'manifest.json': JSON.stringify({ name: 'Field app', start_url: '.', display: 'standalone' }),
    'favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'version.json': '{"version":"1.0.0"}',
    'canvaskit/canvaskit.wasm': wasm,
    'canvaskit/canvaskit.js.symbols': '1:add',
    'assets/NOTICES': 'none',
    'assets/fonts/Field.otf': Buffer.from('OTTO'),
    '.last_build_id': 'hidden',
  };
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
