import { readLog } from '../../embedded/read-log.ts';
import { readIfThere } from '../../state/read-if-there.ts';
import type { DoctorFacts } from '../doctor/facts.ts';
import type { Member } from './member.ts';

/** Of each log, the last. */
const LINES = 200;
/** Characters of one line. */
const LONGEST = 2_000;

/** The last lines of each container. @throws GeckoError of the engine */
export async function containerLogs(facts: DoctorFacts): Promise<Member[]> {
  const { engine, seen } = await facts.project();
  const { signal } = facts.runtime;
  return Promise.all(
    seen.containers.map(async ({ id, name }): Promise<Member> => {
      const lines: string[] = [];
      const options = { follow: false, tail: LINES, since: null, timestamps: true, signal };
      for await (const { time, stream, text } of engine.logs(id, options))
        lines.push(`${time ?? ''} ${stream} ${text}`);
      return logOf(`logs/${name}.log`, lines);
    }),
  );
}

/** What gecko itself wrote: the embedded services, and what the last run in containers did. */
export function ownLogs({ runtime: { paths } }: DoctorFacts): Member[] {
  const { log, journal } = paths.project;
  const files = [
    ['logs/gecko.log', readLog(log).lines],
    ['logs/journal.ndjson', (readIfThere(journal) ?? '').split('\n').filter(Boolean)],
  ] as const;
  return files.flatMap(([name, lines]) => (lines.length === 0 ? [] : [logOf(name, lines)]));
}

function logOf(name: string, lines: readonly string[]): Member {
  const last = lines.slice(-LINES).map((line) => line.slice(0, LONGEST));
  return { name, kind: 'log', content: last.map((line) => `${line}\n`).join('') };
}
