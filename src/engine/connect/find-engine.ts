import type { GeckoError } from '../../errors.ts';
import { askVersion } from '../docker/ask-version.ts';
import { openEngine } from '../docker/open-engine.ts';
import type { Engine } from '../engine.ts';
import { engineError } from '../engine-error.ts';
import type { Answer, Probe } from './candidate.ts';
import { chosenByName } from './chosen-by-name.ts';
import type { ConnectInput } from './connect-input.ts';
import { currentContext } from './current-context.ts';
import { socketCandidate } from './socket-candidate.ts';

/**
 * The engine that Docker's own command line would take: DOCKER_HOST, the docker context, then the
 * sockets of Docker and Podman; before the current context the one on which those variables have brought
 * the project up. What was chosen by name is taken or fails; the sockets are tried in turn.
 * @throws GeckoError ENGINE_UNREACHABLE, ENGINE_FORBIDDEN, ENGINE_SILENT, ENGINE_VERSION
 */
export async function findEngine(input: ConnectInput, signal: AbortSignal): Promise<Engine> {
  const probe: Probe = (endpoint, where) => askVersion(endpoint, where, input, signal);
  const answers: Answer[] = [];
  const context = currentContext(input);
  if (input.env.DOCKER_HOST && typeof context === 'string')
    input.warn(`DOCKER_HOST is set, so the docker context ${context} counts for nothing.`);
  const byName = chosenByName(input);
  for (const candidate of [...byName, ...input.sockets.map(socketCandidate)]) {
    signal.throwIfAborted();
    const answer = await candidate(input, probe);
    if (answer.state === 'works') return openEngine(answer, input, signal);
    if (answer.state === 'broken' && (byName.includes(candidate) || isFinal(answer.because)))
      throw answer.because;
    answers.push(answer);
  }
  throw noneAnswers(answers, input);
}

/** An engine that is there must not be passed over for another, which has other containers. */
function isFinal({ code }: GeckoError): boolean {
  return code === 'ENGINE_SILENT' || code === 'ENGINE_VERSION';
}

function noneAnswers(answers: readonly Answer[], { platform }: ConnectInput): GeckoError {
  const looked = answers.map((answer) =>
    answer.state === 'broken'
      ? `${answer.where} (${String(answer.because.details.why)})`
      : answer.where,
  );
  const details = { looked };
  const forbidden = answers.find(
    (answer) => answer.state === 'broken' && answer.because.code === 'ENGINE_FORBIDDEN',
  );
  if (forbidden?.state === 'broken') return forbidden.because;
  const start =
    platform === 'linux' ? 'Start Docker (sudo systemctl start docker)' : 'Start Docker Desktop';
  return engineError(
    'ENGINE_UNREACHABLE',
    `No container engine answers; gecko looked at ${looked.join(', ')}`,
    {
      hint: `${start} or Podman, or set DOCKER_HOST; \`--runtime embedded\` needs no engine.`,
      details,
    },
  );
}
