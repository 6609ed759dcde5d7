// The images of the tests, made from what the machine has: no registry is asked.
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { basename, dirname, join } from 'node:path';

/** `gecko-test/busybox:1` (2 MB) and `gecko-test/node:1` (about 100 MB). */
export async function makeImages(socket, folder) {
  const busybox = join(folder, 'busybox');
  fillBusybox(busybox);
  await importImage(socket, busybox, 'gecko-test/busybox', ['CMD ["sh"]']);
  const node = join(folder, 'node');
  fillBusybox(node);
  fillNode(node);
  await importImage(socket, node, 'gecko-test/node', ['ENTRYPOINT ["node"]']);
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
  copyFileSync(realpathSync(process.execPath), join(tree, 'bin', 'node'));
  const named = spawnSync('ldd', [process.execPath], { encoding: 'utf8' }).stdout;
  const libraries = named.match(/\/\S+/g) ?? [];
  const places = [...new Set(libraries.map(dirname))];
  const lookup = ['libnss_dns.so.2', 'libnss_files.so.2', 'libresolv.so.2'].flatMap((name) =>
    places.map((place) => join(place, name)).filter((path) => existsSync(path)),
  );
  for (const path of new Set([...libraries, ...lookup])) {
    mkdirSync(join(tree, dirname(path)), { recursive: true });
    copyFileSync(realpathSync(path), join(tree, dirname(path), basename(path)));
  }
  writeFileSync(join(tree, 'etc', 'nsswitch.conf'), 'hosts: files dns\n');
}

function importImage(socket, tree, repo, changes) {
  const query = new URLSearchParams({ fromSrc: '-', repo, tag: '1' });
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
