// npm run bench -- NAME [arguments]: builds gecko, bundles bench/NAME.ts beside it, and runs it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const [name = '', ...args] = process.argv.slice(2);
if (!existsSync(`bench/${name}.ts`)) {
  const names = readdirSync('bench').filter((file) => file.endsWith('.ts'));
  console.error(`usage: npm run bench -- ${names.map((file) => file.slice(0, -3)).join('|')}`);
  process.exit(2);
}

run('build.mjs');
// In dist/, because gecko's code finds its worker programs in its own folder.
const outfile = `dist/bench-${name}.js`;
const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
// Programs of gecko are named after its build.
const [, id] = /^worker-embed\.(\w+)\.js$/.exec(
  readdirSync('dist').find((file) => file.startsWith('worker-embed.')) ?? '',
);
await build({
  entryPoints: [`bench/${name}.ts`],
  outdir: 'dist',
  entryNames: 'bench-[name]',
  chunkNames: 'bench-[name]-[hash]',
  bundle: true,
  splitting: true,
  external: Object.keys({ ...dependencies, ...devDependencies }),
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  define: { GECKO_BUILD: JSON.stringify(id) },
  logLevel: 'warning',
});
const status = run(outfile, args);
for (const file of readdirSync('dist').filter((one) => one.startsWith('bench-')))
  rmSync(`dist/${file}`);
process.exit(status);

function run(file, rest = []) {
  const { status } = spawnSync(process.execPath, [file, ...rest], { stdio: 'inherit' });
  if (file === 'build.mjs' && status !== 0) process.exit(1);
  return status ?? 1;
}
