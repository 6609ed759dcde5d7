import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../src/engine/engine.ts';
import { openTestEngine } from '../engine/open-test-engine.ts';
import { freePort } from '../free-port.ts';
import { entry, openSandbox, type Sandbox } from './sandbox.ts';

/** A sandbox whose gecko uses the tests' own engine, with the images made for them. */
export interface StackSandbox extends Sandbox {
  engine: Engine;
  project: string;
  ports: Sandbox['ports'] & { qdrant: number; ollama: number };
  /** Writes gecko.yaml with these further keys, in YAML. */
  configure(yaml?: string): void;
  /** Runs gecko, expects success, gives its document. */
  ok(...args: string[]): Promise<Record<string, unknown>>;
  names(): Promise<string[]>;
}

export interface StackOptions {
  /** That its gecko asks for; null: none. */
  runtime?: 'docker' | null;
  /** A program, with its arguments, that runs gecko somewhere else. */
  through?: readonly string[];
  /** Those of another sandbox with the same project. */
  ports?: StackSandbox['ports'];
  /** Socket of another engine that a test has started. */
  socket?: string;
  /** Folder of embedding weights; null: none. */
  weights?: string | null;
}

export async function openStack(
  project: string,
  { runtime = 'docker', through = [], ports: given, socket, weights }: StackOptions = {},
): Promise<StackSandbox> {
  const folder = weights === null ? '' : (weights ?? process.env.GECKO_TEST_WEIGHTS);
  const sandbox = await openSandbox(folder, entry, through);
  const engine = await openTestEngine(socket);
  const ports = given ?? {
    ...sandbox.ports,
    qdrant: await freePort(),
    ollama: await freePort(),
  };
  Object.assign(sandbox.env, {
    DOCKER_HOST: `unix://${socket ?? process.env.GECKO_TEST_ENGINE}`,
    GECKO_RUNTIME: runtime ?? '',
    GECKO_PROJECT: project,
    GECKO_GENERATOR_KIND: 'auto',
    ...Object.fromEntries(
      Object.entries(ports).map(([name, port]) => [
        `GECKO_PORTS_${name.toUpperCase()}`,
        String(port),
      ]),
    ),
  });
  const own = async () => (await engine.snapshot(project)).containers;
  const stack: StackSandbox = {
    ...sandbox,
    engine,
    project,
    ports,
    configure(yaml = '') {
      const images =
        'images: { web: "gecko-test/nginx:1", qdrant: "gecko-test/qdrant:1", ollama: "gecko-test/ollama:1", base: "gecko-test/node:1" }';
      writeFileSync(join(sandbox.home, 'gecko.yaml'), `${images}\n${yaml}\n`);
    },
    async ok(...args) {
      const { code, stdout, stderr } = await sandbox.run([...args, '--json']);
      if (code !== 0)
        throw new Error(`gecko ${args.join(' ')} ended with ${code}: ${stdout}${stderr}`);
      return JSON.parse(stdout);
    },
    names: async () => (await own()).map(({ name }) => name.slice(project.length + 1)).toSorted(),
    async close() {
      const { containers, networks, volumes } = await engine.snapshot(project);
      for (const { id } of containers) await engine.removeContainer(id, { force: true });
      for (const { id } of networks) await engine.removeNetwork(id);
      for (const { name } of volumes) await engine.removeVolume(name);
      await sandbox.close();
    },
  };
  stack.configure();
  return stack;
}
