// The images of the tests, made from what the machine has: no registry is asked.
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { nginxTree } from './nginx-tree.mjs';

/**
 * `gecko-test/busybox:1` (2 MB), `gecko-test/node:1` (about 100 MB), a real nginx, and the stand-ins for
 * Qdrant and Ollama as `gecko-test/{nginx,qdrant,ollama}:1`.
 */
export async function makeImages(socket, folder) {
  const busybox = join(folder, 'busybox');
  fillBusybox(busybox);
  await importImage(socket, busybox, 'gecko-test/busybox', ['CMD ["sh"]']);
  const node = join(folder, 'node');
  fillBusybox(node);
  fillNode(node);
  await importImage(socket, node, 'gecko-test/node', ['ENTRYPOINT ["node"]']);
  const qdrant = join(folder, 'qdrant');
  cpSync(node, qdrant, { recursive: true, verbatimSymlinks: true });
  await fillQdrant(qdrant);
  await importImage(socket, qdrant, 'gecko-test/qdrant', [
    'WORKDIR /qdrant',
    'CMD ["./entrypoint.sh"]',
    'USER 1000:1000',
  ]);
  const ollama = join(folder, 'ollama');
  cpSync(node, ollama, { recursive: true, verbatimSymlinks: true });
  await fillOllama(ollama);
  await importImage(socket, ollama, 'gecko-test/ollama', [
    'ENTRYPOINT ["/bin/ollama"]',
    'CMD ["serve"]',
  ]);
  const nginx = join(folder, 'nginx');
  cpSync(nginxTree(), nginx, { recursive: true, verbatimSymlinks: true });
  fillNginx(nginx);
  await importImage(socket, nginx, 'gecko-test/nginx', [
    'ENV PATH=/usr/sbin:/usr/bin',
    'CMD ["nginx"]',
  ]);
}

/** The stand-in for Qdrant, where the real one has its program, and the bash that checks its port. */
async function fillQdrant(tree) {
  const home = join(tree, 'qdrant');
  for (const name of ['storage', 'snapshots', 'config'])
    mkdirSync(join(home, name), { recursive: true });
  for (const path of [home, join(home, 'storage'), join(home, 'snapshots')])
    chownSync(path, 1000, 1000);
  await bundle('qdrant-server', join(home, 'server.mjs'));
  writeScript(join(home, 'entrypoint.sh'), 'exec node /qdrant/server.mjs "$@"');
  copyProgram(tree, '/bin/bash');
}

/** The stand-in for Ollama; `ollama list`, `show` and `pull` ask it, as the real one's do. */
async function fillOllama(tree) {
  await bundle('ollama-server', join(tree, 'server.mjs'));
  writeScript(
    join(tree, 'bin', 'ollama'),
    'case "$1" in',
    'serve) exec node /server.mjs ;;',
    'show) exec wget -q -O - --post-data "{\\"model\\":\\"$2\\"}" "$OLLAMA_HOST/api/show" ;;',
    'pull) wget -q -O - --post-data "{\\"model\\":\\"$2\\"}" "$OLLAMA_HOST/api/pull" | grep success ;;',
    '*) exec wget -q -O - http://127.0.0.1:11434/api/tags ;;',
    'esac',
  );
}

/** What the real image has beside nginx: a shell, wget, nc and other tools of busybox. */
function fillNginx(tree) {
  // A tmpfs has the mode of the folder that it covers.
  chmodSync(join(tree, 'tmp'), 0o1777);
  mkdirSync(join(tree, 'usr', 'bin'), { recursive: true });
  copyFileSync('/bin/busybox', join(tree, 'usr', 'bin', 'busybox'));
  const tools = 'sh wget tee true env stat diff rm cp mv find chmod chown ls nc sha256sum cat tar';
  for (const name of tools.split(' '))
    if (!existsSync(join(tree, 'usr', 'bin', name)))
      symlinkSync('busybox', join(tree, 'usr', 'bin', name));
}

/** A stand-in of test/fakes as one file. */
async function bundle(name, outfile) {
  await build({
    entryPoints: [fileURLToPath(new URL(`../fakes/${name}.main.ts`, import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
}

function writeScript(path, ...commands) {
  writeFileSync(path, ['#!/bin/sh', ...commands, ''].join('\n'), { mode: 0o755 });
}

function fillBusybox(tree) {
  for (const path of ['bin', 'etc', 'proc', 'sys', 'dev', 'root', 'data', 'tmp'])
    mkdirSync(join(tree, path), { recursive: true });
  chmodSync(join(tree, 'tmp'), 0o1777);
  copyFileSync('/bin/busybox', join(tree, 'bin', 'busybox'));
  const applets = lines(spawnSync('/bin/busybox', ['--list'], { encoding: 'utf8' }).stdout);
  // The list has busybox itself: a link over it would destroy the program.
  for (const applet of applets.filter((name) => name !== 'busybox'))
    symlinkSync('busybox', join(tree, 'bin', applet));
  writeFileSync(
    join(tree, 'etc', 'passwd'),
    'root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1000:user:/tmp:/bin/sh\n',
  );
  writeFileSync(join(tree, 'etc', 'group'), 'root:x:0:\nuser:x:1000:\n');
}

/** The Node that runs this, with the libraries that it names and those that look names up. */
function fillNode(tree) {
  const libraries = copyProgram(tree, process.execPath, 'node');
  // As Debian's image has it; the rest of busybox is like enough.
  copyProgram(tree, '/bin/tar');
  const places = [...new Set(libraries.map(dirname))];
  const lookup = ['libnss_dns.so.2', 'libnss_files.so.2', 'libresolv.so.2'].flatMap((name) =>
    places.map((place) => join(place, name)).filter((path) => existsSync(path)),
  );
  for (const path of [...lookup, ...librariesOf(runtime())]) copyInto(tree, path);
  writeFileSync(join(tree, 'etc', 'nsswitch.conf'), 'hosts: files dns\n');
}

/** ONNX Runtime names libraries that Node does not need. */
function runtime() {
  const target = `${process.platform}/${process.arch}/libonnxruntime.so.1`;
  return fileURLToPath(
    new URL(`../../node_modules/onnxruntime-node/bin/napi-v6/${target}`, import.meta.url),
  );
}

function librariesOf(file) {
  const named = spawnSync('ldd', [file], { encoding: 'utf8' }).stdout;
  return [...new Set(named.match(/\/\S+/g) ?? [])].filter((path) => !path.startsWith(file));
}

/** A program of this machine into /bin, with the libraries that it names. @returns their paths */
function copyProgram(tree, program, name = basename(program)) {
  // A link of busybox's would lead the copy over busybox itself.
  rmSync(join(tree, 'bin', name), { force: true });
  copyFileSync(realpathSync(program), join(tree, 'bin', name));
  const libraries = librariesOf(realpathSync(program));
  for (const path of libraries) copyInto(tree, path);
  return libraries;
}

function copyInto(tree, path) {
  mkdirSync(join(tree, dirname(path)), { recursive: true });
  copyFileSync(realpathSync(path), join(tree, dirname(path), basename(path)));
}

function importImage(socket, tree, repo, changes) {
  // Podman counts for nothing a tag that is apart.
  const query = new URLSearchParams({ fromSrc: '-', repo: `${repo}:1` });
  for (const change of ['ENV PATH=/bin', ...changes]) query.append('changes', change);
  const path = `/v1.41/images/create?${query}`;
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath: socket, path, method: 'POST' }, async (answer) => {
      let said = '';
      for await (const part of answer.setEncoding('utf8')) said += part;
      if (answer.statusCode === 200 && !said.includes('"error"')) resolve();
      else reject(new Error(`${repo}: ${said}`));
    });
    sent.on('error', reject);
    spawn('tar', ['-C', tree, '-c', '.'], { stdio: ['ignore', 'pipe', 'inherit'] }).stdout.pipe(
      sent,
    );
  });
}

function lines(text) {
  return text.split('\n').filter((line) => line !== '');
}
