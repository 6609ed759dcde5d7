import { arch, platform, release } from 'node:os';
import { contract } from '../../contract.ts';
import { GeckoError } from '../../errors.ts';
import { makeStyle } from '../../ui/style.ts';
import type { Report } from '../../ui/ui.ts';
import { showConfig } from '../config.ts';
import { bringUp } from '../doctor/bring-up.ts';
import type { DoctorFacts } from '../doctor/facts.ts';
import { doctor } from '../doctor.ts';
import type { Member, Missing } from './member.ts';
import { observedContainers } from './observed.ts';
import { containerLogs, ownLogs } from './recent-logs.ts';

const style = makeStyle({ color: false, columns: 120, terminal: false, unicode: true });

/** Everything that tells how the project is, as it is; what cannot be had is named. Changes nothing. */
export async function gather(
  facts: DoctorFacts,
): Promise<{ members: Member[]; missing: Missing[] }> {
  const { runtime, kind } = facts;
  const { config } = runtime;
  const missing: Missing[] = [];
  const part = async (what: string, make: () => Member[] | Promise<Member[]>) => {
    try {
      return await make();
    } catch (error) {
      runtime.signal.throwIfAborted();
      const reason =
        error instanceof GeckoError ? `${error.code}: ${error.message}` : String(error);
      missing.push({ what, reason });
      return [];
    }
  };
  const inContainers = (what: string, make: () => Promise<Member[]>) =>
    kind === 'docker' ? part(what, make) : [];
  const parts = await Promise.all([
    part('versions', () => [json('versions.json', versionsOf(facts))]),
    part('configuration', () => [
      json(
        'configuration.json',
        showConfig(config, { origin: true, format: null, services: false }).json,
      ),
    ]),
    part("doctor's report", async () => {
      const input = { only: [], skip: [], fix: false, verbose: true };
      const { report } = await doctor(input, runtime);
      return [json('doctor.json', report.json), text('doctor.txt', report)];
    }),
    part('logs of gecko', () => ownLogs(facts)),
    inContainers('engine', async () => [json('engine.json', (await facts.engine()).info)]),
    inContainers('containers', async () => [
      json('observed.json', await observedContainers(facts)),
    ]),
    inContainers('logs of the containers', () => containerLogs(facts)),
    inContainers('plan', async () => [text('plan.txt', await bringUp(facts, { dryRun: true }))]),
  ]);
  return { members: parts.flat(), missing };
}

function versionsOf({ runtime, kind }: DoctorFacts) {
  return {
    gecko: runtime.version,
    contract: contract.version,
    runtime: kind,
    node: process.version,
    system: `${platform()} ${release()} ${arch()}`,
  };
}

function json(name: string, content: unknown): Member {
  return { name, kind: 'json', content };
}

function text(name: string, report: Report): Member {
  return { name, kind: 'text', content: `${report.text(style)}\n` };
}
