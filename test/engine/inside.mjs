// The first process of the namespaces: starts the engine, makes the images, runs the command, stops it.
// When it ends, the kernel ends everything in them.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { engineName } from './engine-name.mjs';
import { makeImages } from './make-images.mjs';
import { startDocker } from './start-docker.mjs';
import { startPodman } from './start-podman.mjs';
import { startRootless } from './start-rootless.mjs';

const [folder, group, ...command] = process.argv.slice(2);
const socket = join(folder, 'docker.sock');

// The pipe to the launcher closes when that ends, and everything here with it.
new Socket({ fd: 3 }).on('close', () => process.exit(143)).resume();
spawnSync('ip', ['link', 'set', 'lo', 'up'], { stdio: 'inherit' });
const engine = startEngine();
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
  const { program, tree, users } = engineName(process.env.GECKO_TEST_ENGINE_NAME ?? '');
  if (program === 'podman') return startPodman(folder, socket, tree);
  if (users === 'rootless') return startRootless(folder, socket);
  return startDocker(folder, socket, group, users === 'remapped');
}

async function untilItAnswers() {
  for (let tries = 0; tries < 300; tries++) {
    if (engine.exitCode !== null) throw new Error(`it ended with code ${engine.exitCode}`);
    if (await ping()) return;
    await delay(100);
  }
  throw new Error('it did not answer within 30 s');
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
    const env = {
      ...process.env,
      GECKO_TEST_ENGINE: socket,
      GECKO_TEST_ENGINE_TLS: join(folder, 'tls'),
    };
    const child = spawn(file, args, { stdio: 'inherit', env });
    child.on('error', () => resolve(127));
    child.on('exit', (exitCode) => resolve(exitCode ?? 1));
  });
}

/** Containers that ignore SIGTERM hold it up; the end of the namespaces ends them anyway. */
async function stopEngine() {
  const ended = new Promise((resolve) => engine.once('exit', resolve));
  if (engine.exitCode !== null) return;
  engine.kill('SIGTERM');
  await Promise.race([ended, delay(20_000)]);
}
