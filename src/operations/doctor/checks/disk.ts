import { statSync } from 'node:fs';
import { diskSpace } from '../../../host/disk-space.ts';
import type { Check, Finding } from '../check.ts';
import { engineDisk } from '../engine-disk.ts';
import type { DoctorFacts } from '../facts.ts';
import { ifThere } from '../if-there.ts';
import { judgeDisk } from '../judge/judge-disk.ts';

/** Room where the engine stores images and volumes, and where this machine keeps gecko's own. */
export const disk: Check = {
  id: 'disk',
  title: 'space on the disks',
  runtimes: ['docker', 'embedded'],
  deadline: 15_000,
  async run(facts, signal) {
    const stored = facts.kind === 'docker' ? await ifThere(ofEngine(facts, signal)) : null;
    const own = await ofThisMachine(facts, stored?.device ?? null);
    return { findings: [...(stored ? [stored.finding] : []), ...own] };
  },
};

async function ofEngine(
  facts: DoctorFacts,
  signal: AbortSignal,
): Promise<{ finding: Finding; device: number | null }> {
  const { info } = await facts.engine();
  const space = await engineDisk(facts, signal);
  const what = "the engine's images and volumes";
  if (space === null) {
    const text = `How much room there is for ${what} (${info.dataRoot}) is not known`;
    const consequence = 'It is asked from inside rag or qa, and neither runs';
    return {
      finding: { code: 'DISK_UNKNOWN', severity: 'note', text, consequence },
      device: null,
    };
  }
  const fix = {
    what: 'remove images and containers that nothing uses, of all projects',
    command: 'docker system prune',
  };
  const where = space.isHere ? info.dataRoot : `${info.dataRoot} on the engine's machine`;
  return {
    finding: judgeDisk({ what, where, ...space, fix }),
    device: space.isHere ? deviceOf(space.path) : null,
  };
}

/** @param engine the disk of the engine, which is told about already; null where it is another machine's */
async function ofThisMachine(
  { kind, runtime }: DoctorFacts,
  engine: number | null,
): Promise<Finding[]> {
  const { config, paths } = runtime;
  const folders = [
    {
      what: kind === 'docker' ? "gecko's data" : 'documents, vectors and models',
      path: paths.data,
    },
    { what: 'embedding weights', path: config.weights.folder ?? paths.weights },
    { what: "gecko's state", path: paths.state },
  ];
  const told = new Set(engine === null ? [] : [engine]);
  const findings: Finding[] = [];
  for (const { what, path } of folders) {
    const space = await diskSpace(path);
    if (space === null) continue;
    const device = deviceOf(space.path);
    if (device !== null && told.has(device)) continue;
    if (device !== null) told.add(device);
    const fix = { what: 'make room there, or remove models: gecko model rm NAME', command: null };
    findings.push(judgeDisk({ what, where: path, ...space, fix }));
  }
  return findings;
}

/** The file system that a folder is on. */
function deviceOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.dev ?? null;
}
