import type { RagClient } from '../../../clients/rag.ts';
import { GeckoError } from '../../../errors.ts';
import { isUsersOwn } from '../../../stack/corpus-backend.ts';
import { containerName } from '../../../stack/names.ts';
import type { Check, Finding } from '../check.ts';
import type { DoctorFacts } from '../facts.ts';
import { notRunning } from '../not-running.ts';

type Name = 'rag' | 'qa';

/** Milliseconds for an answer: whatever is behind it may have to load a model. */
const PATIENCE = 90_000;

/** Any will do: that it is answered counts, and not how. */
const question = 'What can you tell me about?';

/** What a backend of the user's has to answer, as docs/own-backend.md says: it is really asked. */
export const ownBackends: Check = {
  id: 'own-backends',
  title: 'backends of your own',
  runtimes: ['docker'],
  deadline: PATIENCE + 10_000,
  async run(facts, signal) {
    const { config } = facts.runtime;
    const names = (['rag', 'qa'] as const).filter((name) => isUsersOwn(name, config));
    if (names.length === 0) return { skipped: "Both backends are gecko's own" };
    const idle = await notRunning(facts, 'web', ...names);
    if (idle !== null) return { skipped: idle };
    const found = await Promise.all(names.map((name) => lookAt(name, facts, signal)));
    return { findings: found.flat() };
  },
};

async function lookAt(name: Name, facts: DoctorFacts, signal: AbortSignal): Promise<Finding[]> {
  const [health, answer] = await Promise.all([
    healthOf(name, facts, signal),
    answerOf(name, await facts.backend(name), signal),
  ]);
  return [...health, answer];
}

async function healthOf(
  name: Name,
  { project }: DoctorFacts,
  signal: AbortSignal,
): Promise<Finding[]> {
  const { door, owner } = await project();
  const { healthy, detail } = await door.probe(containerName(owner.project, name, 1), signal);
  if (healthy) return [];
  return [
    {
      code: 'OWN_BACKEND_HEALTH',
      severity: 'note',
      text: `${name}, your own, does not say at GET /health that it is ready: ${detail}`,
      consequence: 'gecko up takes it for ready as soon as it answers at all',
    },
  ];
}

/** Its first word is enough. */
async function answerOf(name: Name, client: RagClient, signal: AbortSignal): Promise<Finding> {
  const enough = new AbortController();
  const within = AbortSignal.any([signal, enough.signal, AbortSignal.timeout(PATIENCE)]);
  try {
    for await (const { event } of client.askStream({ question }, within))
      if (event === 'token' || event === 'done')
        return {
          code: 'OWN_BACKEND',
          severity: 'ok',
          text: `${name}, your own, answers POST /ask`,
        };
    return lacking(name, 'its answer ends before its first word');
  } catch (error) {
    signal.throwIfAborted();
    if (within.aborted) return lacking(name, `nothing came within ${PATIENCE / 1_000} s`);
    if (!(error instanceof GeckoError)) throw error;
    return lacking(name, error.message);
  } finally {
    enough.abort(new Error('its first word is enough'));
  }
}

function lacking(name: Name, reason: string): Finding {
  return {
    code: 'OWN_BACKEND_ASK',
    severity: 'problem',
    text: `${name}, your own, does not answer POST /ask as gecko asks: ${reason}`,
    consequence: `gecko ask, gecko chat and the page have no answer from ${name}`,
    about: `service ${name}`,
    fix: {
      what: 'let it answer what docs/own-backend.md says, then',
      command: `gecko up --build ${name}`,
    },
  };
}
