import { engineError } from '../../src/engine/engine-error.ts';
import type { ContainerDetails, ContainerSpec } from '../../src/engine/objects.ts';
import type { GeckoError } from '../../src/errors.ts';
import type { Clock } from '../../src/runtime.ts';
import type { Surroundings } from './fake-machine.ts';
import type { FileTree } from './file-tree.ts';
import { type ShellRun, tinyShell } from './tiny-shell.ts';

/** How the program of an image behaves; all milliseconds. Without one, and with an entrypoint of
 * their own, containers run their command; else they run until they are ended. */
export interface Behaviour {
  /** Docker's health check succeeds so long after the start, or never. */
  health?: { healthyAfter: number } | 'unhealthy';
  /** It ends by itself. */
  exits?: { after: number; code: number; oomKilled?: boolean };
  /** Lines that it writes at its start. */
  says?: readonly string[];
  /** Why the engine cannot start it. */
  startFails?: string;
}

/** A container whose state is a function of the time since its start. */
export class FakeContainer {
  readonly id: string;
  readonly spec: ContainerSpec;
  readonly files: FileTree = new Map();
  readonly networks = new Map<string, readonly string[]>();
  readonly log: { time: number; stream: 'stdout' | 'stderr'; text: string }[] = [];
  error = '';
  readonly #clock: Clock;
  readonly #behaviour: Behaviour;
  readonly #imageId: string;
  readonly #readFile: (path: string) => string | null;
  readonly #outside: Surroundings;
  readonly #created: number;
  #startedAt: number | null = null;
  #ended: { at: number; code: number } | null = null;
  #run: ShellRun | null = null;

  constructor(
    id: string,
    spec: ContainerSpec,
    made: {
      clock: Clock;
      behaviour: Behaviour;
      imageId: string;
      command: readonly string[];
      readFile(path: string): string | null;
      outside: Surroundings;
    },
  ) {
    this.id = id;
    this.spec = { ...spec, command: spec.command ?? made.command };
    this.#clock = made.clock;
    this.#behaviour = made.behaviour;
    this.#imageId = made.imageId;
    this.#readFile = made.readFile;
    this.#outside = made.outside;
    this.#created = made.clock.now();
    if (spec.networks !== 'none')
      for (const { name, aliases } of spec.networks) this.networks.set(name, aliases);
  }

  start(): void {
    if (this.isRunning) return;
    this.#startedAt = this.#clock.now();
    this.#ended = null;
    this.error = '';
    this.#run = this.#plan();
    for (const { at, stream, text } of this.#run.output)
      this.log.push({ time: this.#startedAt + at, stream, text });
  }

  /** Ends it, if it runs. */
  end(code: number): void {
    if (this.isRunning) this.#ended = { at: this.#clock.now(), code };
  }

  /** Why the engine cannot start it; null where it can. */
  get startFailure(): GeckoError | null {
    const { startFails } = this.#behaviour;
    return startFails === undefined ? null : engineError('ENGINE_FAILED', startFails);
  }

  get isRunning(): boolean {
    return this.#startedAt !== null && this.#end() === null;
  }

  /** Milliseconds until it ends by itself; null where it does not. */
  get left(): number | null {
    const endsAt = this.#run?.endsAt ?? null;
    if (endsAt === null || this.#startedAt === null) return null;
    return Math.max(0, this.#startedAt + endsAt - this.#clock.now());
  }

  get exitCode(): number | null {
    return this.#end()?.code ?? null;
  }

  details(): ContainerDetails {
    const { spec } = this;
    const ended = this.#end();
    const restarts = ended !== null && this.#comesBack(ended.code);
    const status =
      this.#startedAt === null
        ? 'created'
        : ended === null
          ? 'running'
          : restarts
            ? 'restarting'
            : 'exited';
    const health = status === 'running' ? this.#health() : null;
    return {
      id: this.id,
      name: spec.name,
      image: spec.image,
      imageId: this.#imageId,
      command: (spec.command ?? []).join(' '),
      labels: spec.labels,
      status,
      health,
      statusText: health === null ? status : `${status} (${health})`,
      created: this.#created,
      ports: spec.ports,
      networks: [...this.networks.keys()].map((name) => ({
        name,
        address: status === 'running' ? '172.18.0.2' : null,
      })),
      volumes: spec.mounts
        .filter(({ type }) => type === 'volume')
        .map(({ source, target }) => ({ name: source, target })),
      exitCode: ended?.code ?? null,
      oomKilled: ended !== null && this.#behaviour.exits?.oomKilled === true,
      error: this.error,
      restarts: restarts ? 1 : 0,
      startedAt: this.#startedAt,
      env: Object.entries(spec.env).map(([name, value]) => `${name}=${value}`),
      binds: spec.mounts
        .filter(({ type }) => type === 'bind')
        .map(({ source, target }) => ({ source, target })),
      restart: spec.restart,
      devices: spec.devices,
      memoryLimit: spec.limits.memory,
      lastProbe: health === null || health === 'starting' ? null : health,
    };
  }

  #plan(): ShellRun {
    const { exits, says } = this.#behaviour;
    const command = [...(this.spec.entrypoint ?? []), ...(this.spec.command ?? [])];
    const isScripted = Object.keys(this.#behaviour).length > 0 && !this.spec.entrypoint;
    if (!isScripted && command.length > 0)
      return tinyShell(command, {
        stdin: '',
        env: this.spec.env,
        readFile: this.#readFile,
        outside: this.#outside,
      });
    return {
      output: (says ?? []).map((text) => ({ at: 0, stream: 'stdout' as const, text: `${text}\n` })),
      endsAt: exits?.after ?? null,
      exitCode: exits?.code ?? 0,
    };
  }

  #end(): { at: number; code: number } | null {
    if (this.#ended !== null) return this.#ended;
    const endsAt = this.#run?.endsAt ?? null;
    if (this.#startedAt === null || endsAt === null || this.#run === null) return null;
    const at = this.#startedAt + endsAt;
    return this.#clock.now() >= at ? { at, code: this.#run.exitCode } : null;
  }

  /** A restart policy counts for what ended by itself only. */
  #comesBack(code: number): boolean {
    const { restart } = this.spec;
    if (this.#ended !== null || restart === 'no') return false;
    return restart !== 'on-failure' || code !== 0;
  }

  #health(): ContainerDetails['health'] {
    const { health } = this.spec;
    if (health === null || this.#startedAt === null) return null;
    const age = this.#clock.now() - this.#startedAt;
    const scripted = this.#behaviour.health;
    if (scripted !== undefined && scripted !== 'unhealthy')
      return age >= scripted.healthyAfter ? 'healthy' : 'starting';
    const input = { stdin: '', env: this.spec.env, readFile: this.#readFile };
    const succeeds = scripted === undefined && tinyShell(health.command, input).exitCode === 0;
    if (succeeds) return age >= health.interval ? 'healthy' : 'starting';
    return age >= health.startPeriod + health.interval * health.retries ? 'unhealthy' : 'starting';
  }
}
