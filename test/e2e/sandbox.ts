import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '../free-port.ts';

/** The built program; tests and benches run in the root of the repository. */
export const entry = resolve('bin/gecko.cjs');

export interface Ended {
  /** Exit code, or the signal's name. */
  code: number | string;
  stdout: string;
  stderr: string;
}

export interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** Resolves when stdout and stderr together match. */
  said(pattern: RegExp): Promise<void>;
}

export interface RunOptions {
  input?: string;
  /** Further environment. */
  env?: Readonly<Record<string, string>>;
}

/** The built gecko with folders and ports of its own. */
export interface Sandbox {
  /** Temporary; HOME, GECKO_HOME and the working directory. */
  home: string;
  ports: { rag: number; qa: number; web: number };
  /** Environment of every gecko in it. */
  env: Readonly<Record<string, string>>;
  start(args: readonly string[], options?: RunOptions): Running;
  run(args: readonly string[], options?: RunOptions): Promise<Ended>;
  /** Runs with --json; the document. */
  json(
    args: readonly string[],
  ): Promise<{ code: number | string; document: Record<string, unknown> }>;
  /** A file of the project's state folder, or null. */
  state(name: string): string | null;
  /** Processes that belong to this sandbox. */
  processes(): number[];
  /** Stops and removes everything. @throws where a process is left behind */
  close(): Promise<void>;
}

/**
 * @param weights folder of embedding weights; without it retrieval is lexical
 * @param program the gecko that runs in it; by default the one built here
 * @param through a program, with its arguments, that runs gecko somewhere else
 */
export async function openSandbox(
  weights = process.env.GECKO_TEST_WEIGHTS,
  program = entry,
  through: readonly string[] = [],
): Promise<Sandbox> {
  const home = mkdtempSync(join(tmpdir(), 'gecko-e2e-'));
  const ports = { rag: await freePort(), qa: await freePort(), web: await freePort() };
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    // An engine of this machine is not ours to use.
    GECKO_RUNTIME: 'embedded',
    GECKO_HOME: join(home, 'gecko'),
    GECKO_PORTS_RAG: String(ports.rag),
    GECKO_PORTS_QA: String(ports.qa),
    GECKO_PORTS_WEB: String(ports.web),
    GECKO_WEIGHTS_OFFLINE: 'true',
    // A test answers the same whether or not an Ollama runs on the machine.
    GECKO_GENERATOR_KIND: 'extractive',
    ...(weights ? { GECKO_WEIGHTS_FOLDER: weights } : {}),
  };
  const start: Sandbox['start'] = (args, { input, env: further } = {}) => {
    const [file = '', ...rest] = [...through, process.execPath, program, ...args];
    const child = spawn(file, rest, {
      cwd: home,
      env: { ...env, ...further },
    });
    child.stdin.end(input ?? '');
    return watch(child);
  };
  const run: Sandbox['run'] = (args, options) => start(args, options).ended;
  const processes = () => processesWith(home);
  return {
    home,
    ports,
    env,
    start,
    run,
    async json(args) {
      const { code, stdout } = await run([...args, '--json']);
      return { code, document: JSON.parse(stdout) };
    },
    state: (name) =>
      readText(join(home, 'gecko', 'state', 'projects', env.GECKO_PROJECT ?? 'gecko', name)),
    processes,
    async close() {
      await run(['down']);
      const left = processes();
      for (const pid of left) process.kill(pid, 'SIGKILL');
      rmSync(home, { recursive: true, force: true });
      if (left.length > 0) throw new Error(`processes left behind: ${left.join(', ')}`);
    },
  };
}

export function watch(child: ChildProcess): Running {
  let stdout = '';
  let stderr = '';
  const checks = new Set<() => void>();
  const heard = () => {
    for (const check of checks) check();
  };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    heard();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    heard();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) =>
      resolve({ code: code ?? signal ?? 'unknown', stdout, stderr }),
    );
  });
  const said = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const check = () => {
        if (!pattern.test(stdout + stderr)) return;
        checks.delete(check);
        resolve();
      };
      checks.add(check);
      check();
      ended.then(() => reject(new Error(`it ended without saying ${pattern}: ${stdout}${stderr}`)));
    });
  return { child, ended, said };
}

/** Waits for a condition that nothing announces. The test's own deadline ends it. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** By their environment: only processes of this sandbox have its home in it. */
function processesWith(home: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => readText(`/proc/${pid}/environ`)?.includes(`GECKO_HOME=${home}`))
    .filter((pid) => !/^State:\s*Z/m.test(readText(`/proc/${pid}/status`) ?? 'State: Z'))
    .map(Number);
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Not there, or gone since.
    return null;
  }
}
