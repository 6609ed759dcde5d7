import { homedir, hostname } from 'node:os';
import type { ConfigEntry } from '../../config/origin.ts';
import { GeckoError } from '../../errors.ts';
import { creatorName } from '../../state/creator-name.ts';
import { readRoots } from '../../state/roots.ts';
import { corpusTeller } from '../doctor/corpus-teller.ts';
import type { DoctorFacts } from '../doctor/facts.ts';
import { knownSecrets } from './known-secrets.ts';
import type { Known } from './redact.ts';
import { stringsIn } from './strings-in.ts';

/** Documents whose names are taken out of logs, the most of a page; of more, those that look like files are. */
const MOST_DOCUMENTS = 1_000;

/** What is private here, as far as it can be known: what cannot be read is not there. */
export async function knownPrivate(facts: DoctorFacts): Promise<Known> {
  const { config, paths } = facts.runtime;
  const { roots } = paths.project;
  return {
    secrets: knownSecrets(facts.runtime),
    home: homedir(),
    user: creatorName().split('@')[0] ?? '',
    hosts: [hostname(), ...config.hosts, ...config.entries.flatMap(hostsOf)].filter(isName),
    folders: foldersOf(roots),
    documents: await documentNames(facts),
  };
}

/** Of what somebody has set: the defaults are everybody's. */
function hostsOf({ value, origin }: ConfigEntry): string[] {
  if (origin.kind === 'default') return [];
  return stringsIn(value).flatMap((text) => (URL.canParse(text) ? [new URL(text).hostname] : []));
}

/** And no address, which is found by its form, nor a name that every machine has. */
function isName(host: string): boolean {
  return /^[a-z][\w.-]+$/i.test(host) && !/^(?:localhost|ollama|qdrant|rag|qa|web)$/.test(host);
}

function foldersOf(path: string): string[] {
  try {
    return Object.values(readRoots(path));
  } catch (error) {
    if (error instanceof GeckoError) return [];
    throw error;
  }
}

/** Paths, their last parts, and titles; none where nobody can be asked. */
async function documentNames(facts: DoctorFacts): Promise<string[]> {
  const names = new Set<string>();
  try {
    const client = await facts.backend(corpusTeller(facts));
    const page = { limit: MOST_DOCUMENTS };
    const { documents } = await client.documents(page, facts.runtime.signal);
    for (const { path, title } of documents)
      for (const name of [path, path.split('/').at(-1) ?? path, title]) names.add(name);
  } catch (error) {
    if (!(error instanceof GeckoError)) throw error;
  }
  return [...names];
}
