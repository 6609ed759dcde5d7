// Runs a command with a container engine of its own: `node test/engine/launch.mjs COMMAND ARGUMENT…`.
// GECKO_TEST_ENGINE is the engine's socket, GECKO_TEST_COMPOSE the program of Docker Compose; it listens for
// TLS, too, with the certificates in GECKO_TEST_ENGINE_TLS, on port 2376 of what
// test/engine/other-machine.ts joins to it. Engine and command live in network, mount and process
// namespaces of their own: no other engine's rules, bridges or mounts are touched, and whatever is left
// of them ends with the namespaces. GECKO_TEST_ENGINE_NAME asks for another engine than the installed
// one: see test/engine/engine-name.mjs. Without dockerd, or without root, the command runs without the variable.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { composeProgram } from './compose-tree.mjs';
import { engineName } from './engine-name.mjs';
import { engineTree } from './engine-tree.mjs';
import { nginxTree } from './nginx-tree.mjs';
import { registryProgram } from './registry-tree.mjs';

const command = process.argv.slice(2);
const isolated = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--'];
const engine = process.env.GECKO_TEST_ENGINE_NAME ?? '';
const { program, tree, users } = engineName(engine);
const trees = [...(tree === null ? [] : [tree]), ...(users === 'rootless' ? ['rootless'] : [])];
const missing = whatIsMissing();
if (missing !== null) console.log(`No engine for the tests: ${missing}.`);
process.exit(missing === null ? await runInside() : runHere());

async function runInside() {
  // Fetched out here: there is no way out of the namespaces.
  nginxTree();
  const compose = fetchCompose();
  registryProgram();
  const env = { ...withoutDocker(), ...(compose === null ? {} : { GECKO_TEST_COMPOSE: compose }) };
  env.PATH = [...trees.map(engineTree), env.PATH].join(':');
  removeLeftovers();
  const folder = mkdtempSync(join(tmpdir(), `gecko-engine-${process.pid}-`));
  const inside = fileURLToPath(new URL('./inside.mjs', import.meta.url));
  const group = `gecko-test-${process.pid}`;
  const code = await run(
    ['unshare', ...isolated, process.execPath, inside, folder, group, ...command],
    env,
  );
  removeGroups(group);
  if (program === 'podman') removeGroups('libpod_parent');
  rmSync(folder, { recursive: true, force: true });
  return code;
}

/** Only exports are tested with it; without it those tests are skipped. */
function fetchCompose() {
  try {
    return composeProgram();
  } catch (error) {
    console.log(`No Docker Compose for the tests: ${error.message}.`);
    return null;
  }
}

function runHere() {
  const [file, ...args] = command;
  return spawnSync(file, args, { stdio: 'inherit', env: withoutDocker() }).status ?? 1;
}

function whatIsMissing() {
  if (process.platform !== 'linux') return 'they need Linux';
  if (process.getuid() !== 0) return 'dockerd needs root';
  const programs = ['dockerd', 'containerd', 'runc', 'iptables', 'unshare', 'ip', 'openssl'];
  const absent = programs.filter((name) => spawnSync('which', [name]).status !== 0);
  if (absent.length > 0) return `${absent.join(', ')} not installed`;
  if (!existsSync('/bin/busybox')) return 'busybox-static is not installed';
  if (spawnSync('unshare', [...isolated, 'true']).status !== 0) return 'no namespaces allowed';
  return whyNotThere();
}

function whyNotThere() {
  try {
    for (const name of trees) engineTree(name);
    return null;
  } catch (error) {
    return `${engine} cannot be had (${error.message})`;
  }
}

/** No test may reach the engine of the machine, and inside there is no way to its proxies. */
function withoutDocker() {
  const own = ['GECKO_TEST_ENGINE', 'GECKO_TEST_COMPOSE'];
  const isOther = (name) =>
    !name.startsWith('DOCKER_') && !own.includes(name) && !/^(https?|all|no)_proxy$/i.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => isOther(name)));
}

/**
 * The child holds the other end of a pipe: when this process ends, by whatever signal, so does the child.
 * unshare takes no signals itself.
 */
function run([file, ...args], env) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ['inherit', 'inherit', 'inherit', 'pipe'], env });
    const end = () => child.stdio[3].destroy();
    for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, end);
    child.on('error', (error) => {
      console.log(`${file}: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Of launchers that were killed; what they ran ended with them. */
function removeLeftovers() {
  for (const name of list(tmpdir())) {
    const [, pid] = /^gecko-engine-(\d+)-/.exec(name) ?? [];
    if (pid === undefined || existsSync(`/proc/${pid}`)) continue;
    removeGroups(`gecko-test-${pid}`);
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

/** The groups that containers leave when their engine is killed; empty ones can be removed. */
function removeGroups(name) {
  const roots = ['/sys/fs/cgroup', ...list('/sys/fs/cgroup').map((v1) => `/sys/fs/cgroup/${v1}`)];
  for (const root of roots) if (existsSync(join(root, name))) removeGroup(join(root, name));
}

function removeGroup(folder) {
  for (const inner of list(folder)) removeGroup(join(folder, inner));
  try {
    rmdirSync(folder);
  } catch (error) {
    console.log(`left behind: ${folder} (${error.code})`);
  }
}

function list(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
