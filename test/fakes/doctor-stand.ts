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

/** Where one check of doctor's is tried: a project, on an engine in memory. */
export interface DoctorStand {
  runtime: FakeRuntime;
  docker: FakeDocker;
  up(): Promise<void>;
  /** What a check finds; its reason where it says nothing. */
  look(check: Check, kind?: RuntimeKind): Promise<readonly Finding[] | string>;
  /** The same, in short: `problem PORT_TAKEN`. */
  short(check: Check, kind?: RuntimeKind): Promise<string[] | string>;
  remove(): void;
}

export async function doctorStand(
  world: FakeWorld = {},
  images: Record<string, FakeImage> = stackImages,
): Promise<DoctorStand> {
  const home = mkdtempSync(join(tmpdir(), 'gecko-doctor-'));
  const docker = fakeDocker(images, world);
  // Deadlines pass by the clock: one that only jumps would let all pass at once.
  const runtime = { ...(await fakeRuntime(home, new FakeRag())), clock: liveClock };
  runtime.docker = async () => docker;
  Object.assign(runtime.config.ports, portsOfOurOwn());
  const stand: DoctorStand = {
    runtime,
    docker,
    async up() {
      await dockerUp(plainUp, runtime);
    },
    async look(check, kind = 'docker') {
      const { result } = await runCheck(check, doctorFacts(kind, runtime));
      return 'skipped' in result ? result.skipped : result.findings;
    },
    async short(check, kind) {
      const found = await stand.look(check, kind);
      return typeof found === 'string'
        ? found
        : found.map(({ severity, code }) => `${severity} ${code}`);
    },
    remove: () => rmSync(home, { recursive: true }),
  };
  return stand;
}
