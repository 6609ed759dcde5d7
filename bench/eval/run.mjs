// Bundles the evaluation beside the worker it needs, and runs it: node bench/eval/run.mjs [options of eval.ts]
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { build } from 'esbuild';

const outdir = `dist.eval-${process.pid}`;
try {
  await build({
    entryPoints: {
      eval: 'bench/eval/eval.ts',
      'worker-embed.eval': 'services/core/src/embed/embed.worker.ts',
    },
    outdir,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: [
      '@lancedb/lancedb',
      'apache-arrow',
      'onnxruntime-node',
      '@xenova/transformers',
      'sharp',
    ],
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    // What bundled CommonJS packages ask for.
    define: {
      __filename: 'import.meta.filename',
      __dirname: 'import.meta.dirname',
      GECKO_BUILD: '"eval"',
    },
    banner: {
      js: "import { createRequire as evalRequire } from 'node:module'; const require = evalRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  const { status } = spawnSync(process.execPath, [`${outdir}/eval.js`, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
