import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The page: its own files and nothing else, named by their content. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // The page's policy lets no data: URL in.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  // For work on the page: `npx vite web` beside a running gecko.
  server: {
    proxy: Object.fromEntries(
      ['/api', '/session', '/login'].map((path) => [path, 'http://127.0.0.1:8081']),
    ),
  },
});
