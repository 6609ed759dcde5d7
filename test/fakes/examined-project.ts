import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { liveClock } from '../../src/live-clock.ts';
import type { RuntimeKind } from '../../src/operations/choose-runtime.ts';
import { dockerUp } from '../../src/operations/docker/up.ts';
import type { Check, Finding } from '../../src/operations/doctor/check.ts';
import { doctorFacts } from '../../src/operations/doctor/facts.ts';
import { runCheck } from '../../src/operations/doctor/run-check.ts';
import { plainUp, portsOfOurOwn } from './docker-up.ts';
import { type FakeDocker, type FakeWorld, fakeDocker, stackImages } from './fake-docker.ts';
import type { FakeImage } from './fake-engine.ts';
import { FakeRag } from './fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from './fake-runtime.ts';

export interface ExaminedProject {
  runtime: FakeRuntime;
  docker: FakeDocker;
  rag: FakeRag;
  up(): Promise<void>;
  /** What a check finds; a reason in words where it is skipped. */
  examine(check: Check, kind?: RuntimeKind): Promise<readonly Finding[] | string>;
  /** The same, in short: `problem PORT_TAKEN`. */
  short(check: Check, kind?: RuntimeKind): Promise<string[] | string>;
  /** Carries out what mends the finding of this code. @throws where there is none */
  mend(check: Check, code: string, kind?: RuntimeKind): Promise<void>;
  remove(): void;
}

/** A project for checks of doctor to look at, with an engine and backends in memory. */
export async function examinedProject(
  world: FakeWorld = {},
  images: Record<string, FakeImage> = stackImages,
): Promise<ExaminedProject> {
  const home = mkdtempSync(join(tmpdir(), 'gecko-examined-'));
  const rag = new FakeRag();
  const docker = fakeDocker(images, world);
  const runtime = await fakeRuntime(home, rag);
  // With the fake one, every deadline would pass at once.
  Object.assign(runtime, { docker: async () => docker, clock: liveClock });
  Object.assign(runtime.config.ports, portsOfOurOwn());
  const examine: ExaminedProject['examine'] = async (check, kind = 'docker') => {
    const { result } = await runCheck(check, doctorFacts(kind, runtime));
    return 'skipped' in result ? result.skipped : result.findings;
  };
  return {
    runtime,
    docker,
    rag,
    async up() {
      await dockerUp(plainUp, runtime);
    },
    examine,
    async short(check, kind) {
      const found = await examine(check, kind);
      return typeof found === 'string'
        ? found
        : found.map(({ severity, code }) => `${severity} ${code}`);
    },
    async mend(check, code, kind) {
      const found = await examine(check, kind);
      const finding =
        typeof found === 'string' ? undefined : found.find((one) => one.code === code);
      if (!finding?.fix?.apply) throw new Error(`nothing mends ${code}: ${JSON.stringify(found)}`);
      await finding.fix.apply();
    },
    remove: () => rmSync(home, { recursive: true }),
  };
}
