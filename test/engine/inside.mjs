// The first process of the namespaces: starts dockerd, makes the images, runs the command, stops dockerd.
// When it ends, the kernel ends everything in them.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { makeCertificates } from './make-certificates.mjs';
import { makeImages } from './make-images.mjs';

const [folder, group, ...command] = process.argv.slice(2);
const socket = join(folder, 'docker.sock');
const tls = join(folder, 'tls');

// The pipe to the launcher closes when that ends, and everything here with it.
new Socket({ fd: 3 }).on('close', () => process.exit(143)).resume();
spawnSync('ip', ['link', 'set', 'lo', 'up'], { stdio: 'inherit' });
const dockerd = startEngine();
let code = 1;
try {
  await untilItAnswers();
  await makeImages(socket, join(folder, 'images'));
  code = await run();
} catch (error) {
  console.log(`The engine for the tests failed: ${error.message}`);
  console.log(readFileSync(join(folder, 'log'), 'utf8').split('\n').slice(-20).join('\n'));
}
await stopEngine();
process.exit(code);

function startEngine() {
  const log = openSync(join(folder, 'log'), 'w');
  mkdirSync(tls);
  makeCertificates(tls, '10.213.0.1');
  // Its own place for every file; `exec` holds sockets, whose paths must be short.
  const args = [
    ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
    ...['-H', `unix://${socket}`, '-p', join(folder, 'pid'), '--cgroup-parent', group],
    ...['--config-file', join(folder, 'daemon.json')],
    // For those that come from another network namespace; nobody else comes in.
    ...['-H', 'tcp://0.0.0.0:2376', '--tlsverify', '--tlscacert', join(tls, 'ca.pem')],
    ...['--tlscert', join(tls, 'server.pem'), '--tlskey', join(tls, 'server-key.pem')],
  ];
  // Otherwise it would read the machine's. It lists the runtime of NVIDIA, and passes no card on.
  const settings = { runtimes: { nvidia: { path: 'runc' } } };
  writeFileSync(join(folder, 'daemon.json'), JSON.stringify(settings));
  const child = spawn('dockerd', args, { stdio: ['ignore', log, log] });
  closeSync(log);
  return child;
}

async function untilItAnswers() {
  for (let tries = 0; tries < 300; tries++) {
    if (dockerd.exitCode !== null) throw new Error(`dockerd ended with code ${dockerd.exitCode}`);
    if (await ping()) return;
    await delay(100);
  }
  throw new Error('dockerd did not answer within 30 s');
}

function ping() {
  return new Promise((resolve) => {
    const asked = request({ socketPath: socket, path: '/_ping' }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.on('error', () => resolve(false));
    asked.end();
  });
}

function run() {
  const [file, ...args] = command;
  return new Promise((resolve) => {
    const env = { ...process.env, GECKO_TEST_ENGINE: socket, GECKO_TEST_ENGINE_TLS: tls };
    const child = spawn(file, args, { stdio: 'inherit', env });
    child.on('error', () => resolve(127));
    child.on('exit', (exitCode) => resolve(exitCode ?? 1));
  });
}

/** Containers that ignore SIGTERM hold dockerd up; the end of the namespaces ends them anyway. */
async function stopEngine() {
  const ended = new Promise((resolve) => dockerd.once('exit', resolve));
  if (dockerd.exitCode !== null) return;
  dockerd.kill('SIGTERM');
  await Promise.race([ended, delay(20_000)]);
}
