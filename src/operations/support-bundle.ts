import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { amount } from '../amount.ts';
import { tarOfFiles } from '../engine/execute/tar-of-files.ts';
import { GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';
import { type RuntimeKind, runtimeOf } from './choose-runtime.ts';
import { doctorFacts } from './doctor/facts.ts';
import { oneLine } from './one-line.ts';
import { gather } from './support-bundle/gather.ts';
import { knownPrivate } from './support-bundle/known-private.ts';
import type { Member, Missing } from './support-bundle/member.ts';
import { createRedactor, type Redactor } from './support-bundle/redact.ts';
import { inTheWay, nowhere, writePrivate } from './support-bundle/write-private.ts';

/**
 * One archive for whoever helps: how the project is, without what is private. Its contents are listed
 * before it is written.
 * @param to undefined: a name with the time, in the working folder
 * @throws GeckoError BUNDLE_IN_THE_WAY (exit 22), PATH_UNUSABLE (1), CONFIRMATION_NEEDED (5), and the system's errors
 */
export async function supportBundle(to: string | undefined, runtime: Runtime): Promise<Report> {
  const { ui, config, clock } = runtime;
  const path = resolve(to ?? nameFor(config.project, clock.now()));
  if (existsSync(path)) throw inTheWay(path);
  // Before all is looked at, which takes a while.
  if (!existsSync(dirname(path))) throw nowhere(path);
  ui.event({ type: 'step', text: `Looking at project ${config.project}` });
  const facts = doctorFacts(await kindOf(runtime), { ...runtime, ui: silent(ui) });
  const { members, missing } = await gather(facts);
  const redactor = createRedactor(await knownPrivate(facts));
  const files = [
    ...members.map((member) => redacted(member, redactor)),
    redacted({ name: 'missing.json', kind: 'json', content: missing }, redactor),
  ].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const line of contents(files, missing)) ui.event({ type: 'note', text: line });
  const folder = `gecko-support-${config.project}`;
  const tar = tarOfFiles(
    files.map(({ name, content }) => ({ name: `${folder}/${name}`, content })),
    null,
  );
  const archive = gzipSync(tar);
  const question = `Write ${path} (${amount(archive.length)})?`;
  const isWanted = await ui.confirm(question, '--yes');
  if (isWanted) await writePrivate(path, archive);
  return {
    json: {
      written: isWanted,
      file: path,
      bytes: archive.length,
      contents: files.map(({ name, content }) => ({ name, bytes: Buffer.byteLength(content) })),
      missing,
    },
    text: () =>
      isWanted
        ? `Wrote ${path} (${amount(archive.length)}), which only you can read. Look into it before you hand it on: tar xzf ${path}`
        : 'Wrote nothing.',
  };
}

/** Where two runtimes contradict each other that is what the bundle is about. */
async function kindOf(runtime: Runtime): Promise<RuntimeKind> {
  try {
    return await runtimeOf(runtime);
  } catch (error) {
    if (!(error instanceof GeckoError)) throw error;
    return runtime.config.runtime === 'embedded' ? 'docker' : 'embedded';
  }
}

/** What the parts tell while they work is in the bundle, and would drown the list of its contents. */
function silent(ui: Runtime['ui']): Runtime['ui'] {
  return { ...ui, event: () => {} };
}

function redacted(member: Member, redactor: Redactor): { name: string; content: string } {
  const name = member.name;
  if (member.kind === 'json')
    return { name, content: `${JSON.stringify(redactor.tree(member.content), null, 2)}\n` };
  return { name, content: redactor[member.kind](member.content) };
}

function contents(
  files: readonly { name: string; content: string }[],
  missing: readonly Missing[],
): string[] {
  const width = Math.max(...files.map(({ name }) => name.length));
  return [
    'Secrets, names of people and machines, questions and documents are taken out. It will have:',
    ...files.map(
      ({ name, content }) => `  ${name.padEnd(width)}  ${amount(Buffer.byteLength(content))}`,
    ),
    ...missing.map(({ what, reason }) => `  without ${what}: ${oneLine(reason)}`),
  ];
}

/** `gecko-support-docs-20261126-074512.tar.gz` */
function nameFor(project: string, now: number): string {
  const time = new Date(now).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `gecko-support-${project}-${time}.tar.gz`;
}
