// Builds dist/: the command line as one script, the services and their daemon and workers as ES modules,
// the help text, and the page.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';
import { build as buildPage } from 'vite';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const id = buildId();
const entries = {
  daemon: 'src/embedded/daemon.ts',
  services: 'src/embedded/services.ts',
  rag: 'services/rag/src/server.ts',
  qa: 'services/qa/src/server.ts',
  [`worker-embed.${id}`]: 'services/core/src/embed/embed.worker.ts',
  [`prepare.${id}`]: 'services/core/src/documents/prepare.child.ts',
  [`worker-prepare.${id}`]: 'services/core/src/documents/prepare.worker.ts',
  [`llama.${id}`]: 'services/core/src/generate/gguf/llama.child.ts',
};

/** @xenova/transformers is used for its tokenizer alone; image and inference packages are left out. */
const withoutImageAndInference = {
  name: 'without-image-and-inference',
  setup(plugin) {
    plugin.onResolve({ filter: /^(sharp|onnxruntime-web)$/ }, ({ path }) => ({
      path,
      namespace: 'empty',
    }));
    plugin.onResolve({ filter: /^onnxruntime-node$/ }, ({ path, importer }) =>
      importer.includes('@xenova/transformers') ? { path, namespace: 'empty' } : undefined,
    );
    plugin.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({
      contents: 'export default {}; export const env = { wasm: {} };',
    }));
  },
};

/** What images of the backends are made for: Docker's `amd64` and `arm64`. */
const imageTargets = ['linux-x64', 'linux-arm64'];

/**
 * onnxruntime-node as an installed package would bring six platforms, and a script that fetches CUDA
 * files. Its code goes into the bundle, and the two files of this platform beside it; those of the images'
 * platforms too, compressed, for nothing here runs them.
 */
const withOneOnnxRuntime = {
  name: 'with-one-onnx-runtime',
  setup(plugin) {
    plugin.onLoad({ filter: /onnxruntime-node\/dist\/binding\.js$/ }, ({ path }) => {
      const own = `${process.platform}-${process.arch}`;
      for (const target of new Set([own, ...imageTargets])) {
        const binaries = join(dirname(path), '..', 'bin', 'napi-v6', ...target.split('-'));
        const to = join(outdir, 'onnxruntime', target);
        for (const file of readdirSync(binaries).filter(isNeeded))
          if (target === own) cpSync(join(binaries, file), join(to, file));
          else compress(join(binaries, file), join(to, `${file}.br`));
      }
      const code = readFileSync(path, 'utf8');
      const contents = code.replace(
        /require\(`\.\.\/bin\/[^`]*`\)/,
        'geckoRequire(geckoFilename)(`./onnxruntime/` + process.platform + `-` + process.arch + `/onnxruntime_binding.node`)',
      );
      if (contents === code)
        throw new Error(`${path} loads its binding in another way than before`);
      return { contents };
    });
    // DirectML and its compiler serve GPUs of Windows.
    const isNeeded = (file) => /^(lib)?onnxruntime/.test(file);
  },
};

/** What the command line uses of services/ are functions that promise, so they are loaded at the first call. */
const servicesApart = {
  name: 'services-apart',
  setup(plugin) {
    const services = join(process.cwd(), 'src/embedded/services.ts');
    plugin.onResolve({ filter: /services\.ts$/ }, ({ path, resolveDir }) =>
      join(resolveDir, path) === services
        ? { path: services, namespace: 'services-apart' }
        : undefined,
    );
    plugin.onLoad({ filter: /.*/, namespace: 'services-apart' }, () => {
      const { exports } = metafile.outputs[`${outdir}/services.js`];
      const calls = exports.map(
        (name) =>
          `export const ${name} = async (...input) => (await geckoImport('services.js')).${name}(...input);`,
      );
      return { contents: calls.join('\n') };
    });
  },
};

/** commander starts programs for subcommands of that kind; gecko has none, and loading them takes time. */
const withoutSubprograms = {
  name: 'without-subprograms',
  setup(plugin) {
    plugin.onResolve({ filter: /^node:child_process$/ }, ({ importer, path }) =>
      importer.includes('/commander/') ? { path, namespace: 'no-program' } : undefined,
    );
    plugin.onLoad({ filter: /.*/, namespace: 'no-program' }, () => ({ contents: '' }));
  },
};

/**
 * Of dockerode, calls over HTTP are used: ssh is the system's, builds are the classic ones, and archives
 * come packed. What it requires for the rest has binaries and megabytes. Its streams are Node's own, and
 * what it would write for its own debugging, all connections spelled out at every call, is left out.
 */
const dockerodeOverHttp = {
  name: 'dockerode-over-http',
  setup(plugin) {
    const unused =
      /^(ssh2|@grpc\/grpc-js|@grpc\/proto-loader|protobufjs|tar-fs|@balena\/dockerignore)$/;
    plugin.onResolve({ filter: unused }, ({ path, importer }) =>
      /\/(dockerode|docker-modem)\//.test(importer)
        ? { path, namespace: 'unused-of-dockerode' }
        : undefined,
    );
    plugin.onLoad({ filter: /.*/, namespace: 'unused-of-dockerode' }, () => ({
      contents: 'module.exports = {};',
    }));
    plugin.onResolve({ filter: /^readable-stream$/ }, ({ importer }) =>
      importer.includes('/docker-modem/') ? { path: 'node:stream', external: true } : undefined,
    );
    plugin.onLoad({ filter: /\/docker-modem\/lib\/modem\.js$/ }, ({ path }) => {
      const code = readFileSync(path, 'utf8');
      const contents = code
        .replace("require('debug')('modem')", '() => {}')
        .replace(/debug\('Sending: %s', util\.inspect\(options, \{[^}]*\}\)\);/, '');
      if (/util\.inspect\(|require\('debug'\)/.test(contents))
        throw new Error(`${path} writes for its debugging in another way than before`);
      return { contents };
    });
  },
};

// Built beside dist/ and put in its place at the end: whoever starts a gecko meanwhile finds a whole one.
const outdir = `dist.${process.pid}`;
process.on('exit', () => rmSync(outdir, { recursive: true, force: true }));
mkdirSync(outdir, { recursive: true });
const common = {
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  external: ['@lancedb/lancedb', 'apache-arrow', '@mongodb-js/zstd'],
  alias: {
    // Its main file requires its parts by computed names, which cannot be bundled.
    'jsonc-parser': 'jsonc-parser/lib/esm/main.js',
    // The same code as ES modules: only what is used goes along.
    yaml: './node_modules/yaml/browser/dist/index.js',
  },
  plugins: [withoutImageAndInference, withOneOnnxRuntime, withoutSubprograms, dockerodeOverHttp],
  logLevel: 'warning',
  metafile: true,
};
const defined = { GECKO_VERSION: JSON.stringify(version), GECKO_BUILD: JSON.stringify(id) };
const modules = {
  ...common,
  format: 'esm',
  // What bundled CommonJS packages ask for where they do not declare it themselves.
  define: { ...defined, __filename: 'geckoFilename', __dirname: 'geckoDirname' },
  banner: {
    js: "import { createRequire as geckoRequire } from 'node:module'; const require = geckoRequire(import.meta.url); const geckoFilename = import.meta.filename; const geckoDirname = import.meta.dirname;",
  },
};
const { metafile } = await build({ ...modules, splitting: true, entryPoints: entries });
const program = await build({
  ...common,
  format: 'cjs',
  entryPoints: { main: 'src/main.ts' },
  plugins: [servicesApart, ...common.plugins],
  define: { ...defined, 'import.meta.url': 'geckoUrl' },
  supported: { 'dynamic-import': false },
  write: false,
});
writeProgram(program.outputFiles[0].text);
writeFileSync(`${outdir}/image.json`, JSON.stringify(imageManifest()));
const page = await buildPage({
  configFile: 'web/vite.config.ts',
  logLevel: 'warn',
  build: { outDir: join(process.cwd(), outdir, 'web') },
});
const pageInputs = page.output.flatMap((file) => Object.keys(file.modules ?? {}));
const inputs = [
  ...Object.keys(metafile.inputs),
  ...Object.keys(program.metafile.inputs),
  ...pageInputs.map((path) => relative('.', path)),
];
writeFileSync(`${outdir}/licenses.txt`, licensesOf(inputs));

await build({ ...modules, entryPoints: { help: 'src/help.ts' } });
const { status } = spawnSync(process.execPath, [`${outdir}/help.js`, 'help', outdir], {
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);

writeCompletionScripts(['bash', 'zsh', 'fish', 'powershell']);

const before = `${outdir}.old`;
if (existsSync('dist')) renameSync('dist', before);
renameSync(outdir, 'dist');
rmSync(before, { recursive: true, force: true });

/** One expression, which `bin/load-program.cjs` calls. Its sum names the code that is kept of it. */
function writeProgram(code) {
  const sum = createHash('sha256').update(code).digest('hex');
  writeFileSync(
    `${outdir}/main.cjs`,
    `/* ${sum} */ (function (require, geckoImport, __filename, __dirname) {'use strict'; const geckoUrl = require('node:url').pathToFileURL(__filename).href;\n${code}\n})`,
  );
}

/**
 * What images of the backends hold, from this folder: for each file its name in the image, where it lies
 * here, its sha256 and, where it is one architecture's, that.
 */
function imageManifest() {
  const programs = Object.keys(metafile.outputs).filter((file) =>
    /\/(rag|qa|(worker-embed|prepare|worker-prepare)\.\w+)\.js$/.test(file),
  );
  const code = new Set();
  const collect = (file) => {
    if (code.has(file) || !metafile.outputs[file]) return;
    code.add(file);
    for (const { path } of metafile.outputs[file].imports) collect(path);
  };
  for (const program of programs) collect(program);
  const names = [...code].map((file) => relative(outdir, file)).sort();
  const runtimes = imageTargets.flatMap((target) =>
    readdirSync(join(outdir, 'onnxruntime', target)).map((file) => `onnxruntime/${target}/${file}`),
  );
  return [...names, ...runtimes].map((source) => {
    const bytes = readFileSync(join(outdir, source));
    const content = source.endsWith('.br') ? brotliDecompressSync(bytes) : bytes;
    const architecture = { 'linux-x64': 'amd64', 'linux-arm64': 'arm64' }[source.split('/')[1]];
    return {
      path: source.replace(/\.br$/, ''),
      source,
      sha256: createHash('sha256').update(content).digest('hex'),
      ...(architecture ? { architecture } : {}),
    };
  });
}

function compress(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  const { BROTLI_PARAM_QUALITY: quality, BROTLI_PARAM_LGWIN: window } = constants;
  writeFileSync(
    to,
    brotliCompressSync(readFileSync(from), { params: { [quality]: 5, [window]: 24 } }),
  );
}

/** The same for the same source: a daemon of another build is known by it. */
function buildId() {
  const hash = createHash('sha256');
  const files = ['src', 'services'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  for (const file of ['package-lock.json', 'build.mjs', ...files.sort()])
    hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

/** What `gecko completion SHELL` prints. The library writes to standard output, so it runs apart. */
function writeCompletionScripts(shells) {
  mkdirSync(`${outdir}/completion`);
  for (const shell of shells) {
    const code = `import { script } from '@bomb.sh/tab'; script('${shell}', 'gecko', 'gecko');`;
    const made = spawnSync(process.execPath, ['--input-type=module', '--eval', code]);
    if (made.status !== 0) throw new Error(`no completion script for ${shell}: ${made.stderr}`);
    writeFileSync(`${outdir}/completion/${shell}`, made.stdout);
  }
}

/** The licences of the packages that went into the bundle, as most of them ask for. */
function licensesOf(inputs) {
  const folders = new Set(
    inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  );
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
      const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
      const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
      return [`${name} ${version} (${license})`, ...texts].join('\n\n');
    })
    .join(`\n\n${'-'.repeat(80)}\n\n`);
}
