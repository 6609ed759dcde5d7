import { amount } from '../../../amount.ts';
import type { ContainerDetails } from '../../../engine/objects.ts';
import type { Finding } from '../check.ts';

type Looked = Pick<
  ContainerDetails,
  'name' | 'status' | 'exitCode' | 'oomKilled' | 'error' | 'restarts' | 'startedAt' | 'memoryLimit'
>;

/** So often by the engine, without anybody having started it in between. */
const often = 3;
/** Milliseconds. */
const recently = 10 * 60_000;
/** What Linux makes of SIGKILL. */
const killed = 137;

/**
 * What a container's own end says of it; nothing where all is well.
 * @param now of the engine's clock, milliseconds since the epoch
 */
export function judgeRestarts(seen: Looked, service: string, now: number): Finding[] {
  const all = [startFailed, outOfMemory, restartLoop, wasKilled, wasRestarted];
  // The first of them says why, and the others would only repeat it.
  const found = all.map((judge) => judge(seen, service, now)).find((one) => one !== null);
  return found ? [found] : [];
}

type Judge = (seen: Looked, service: string, now: number) => Finding | null;

const startFailed: Judge = ({ name, error, status }) =>
  error === '' || status === 'running'
    ? null
    : {
        code: 'START_FAILED',
        severity: 'problem',
        text: `The engine could not start ${name}`,
        evidence: [error],
        fix: { what: 'mend what the engine says, then bring it up', command: 'gecko up' },
      };

const outOfMemory: Judge = ({ name, status, oomKilled, exitCode, memoryLimit }, service) => {
  if (!oomKilled) return null;
  const limit =
    memoryLimit === null
      ? 'it has no limit of its own, so the machine had none left'
      : `its limit is ${amount(memoryLimit)}`;
  const runs = status === 'running';
  return {
    code: 'OOM_KILLED',
    severity: runs ? 'warning' : 'problem',
    text: runs
      ? `A program in ${name} was ended for lack of memory: ${limit}`
      : `${name} was ended for lack of memory (exit code ${exitCode ?? killed}): ${limit}`,
    consequence:
      service === 'ollama'
        ? 'The answer under way was lost, and the next one meets the same end'
        : 'What it was doing was lost, and it meets the same end again',
    fix: {
      what:
        memoryLimit === null
          ? `free memory on the machine, or choose a smaller model, then bring it up`
          : `raise services.${service}.limits.memory in gecko.yaml, or choose a smaller model, then bring it up`,
      command: 'gecko up',
    },
  };
};

const restartLoop: Judge = (seen, service, now) => {
  const { name, status, restarts, startedAt, exitCode } = seen;
  const began = startedAt !== null && now - startedAt < recently;
  const loops = status === 'restarting' || (status === 'running' && restarts >= often && began);
  if (!loops) return null;
  const ended = exitCode === null ? 'ends by itself' : `ends by itself (exit code ${exitCode})`;
  return {
    code: 'RESTART_LOOP',
    severity: 'problem',
    text: `${name} ${ended} and was started again ${restarts} time${restarts === 1 ? '' : 's'}`,
    consequence: `${service} answers now and then at most`,
    fix: { what: 'see why it ends', command: `gecko logs --tail 50 ${service}` },
  };
};

const wasKilled: Judge = ({ name, status, exitCode }) =>
  status === 'running' || exitCode !== killed
    ? null
    : {
        code: 'KILLED',
        severity: 'note',
        text: `${name} was killed (exit code 137), and not for its own limit of memory`,
        consequence:
          'It did not end in the time that gecko stop gives it, somebody killed it, or the machine had no memory left (dmesg tells)',
      };

const wasRestarted: Judge = ({ name, restarts }) =>
  restarts < often
    ? null
    : {
        code: 'WAS_RESTARTED',
        severity: 'note',
        text: `${name} ended by itself ${restarts} times since it was started, and runs now`,
      };
