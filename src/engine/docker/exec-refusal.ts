import type { GeckoError } from '../../errors.ts';
import { engineError } from '../engine-error.ts';

/**
 * How engines begin what they write in the place of a program that could not be started; Podman has `Error: `
 * before it where it has answered already.
 */
const openings =
  /^(?:Error: )?(?:OCI runtime exec failed|OCI runtime error|crun: |runc: |unable to find (?:user|group) )/;

/** Whether this, the first output of a program, is the engine's own. */
export function isRefusal(text: string): boolean {
  return openings.test(text);
}

/**
 * Why a program could not be started, as shells tell it: 127 where it is not there, 126 where it cannot be
 * run. Null for words about something else.
 * @param words of Docker 20.10 to 28 (runc), and of Podman 4 (crun)
 */
export function execRefusal(program: string, words: string): GeckoError | null {
  const details = { program, words };
  const cause = new Error(words);
  const [, folder] = /chdir to cwd \("([^"]*)"\)|chdir to `([^`']*)'/.exec(words) ?? [];
  if (folder !== undefined)
    return engineError('PROGRAM_UNUSABLE', `${program} was not run: there is no folder ${folder}`, {
      hint: 'Name one of the container with -w, or leave -w out.',
      details,
      cause,
    });
  const [, user] = /^unable to find (?:user|group) ([^:]+): no matching entries/.exec(words) ?? [];
  if (user !== undefined)
    return engineError('PROGRAM_UNUSABLE', `${program} was not run: there is no user ${user}`, {
      hint: 'Name one of the container with -u, or a number such as 0, or leave -u out.',
      details,
      cause,
    });
  if (/executable file .*not found|no such file or directory/i.test(words))
    return engineError('PROGRAM_MISSING', `The container has no program ${program}`, {
      hint: `What stands behind the service is a program and its arguments, each a word of its own; a line for a shell goes into sh -c 'LINE'.`,
      details,
      cause,
    });
  const [, why] =
    /(permission denied|exec format error|is a directory|operation not permitted)/i.exec(words) ??
    [];
  if (why === undefined) return null;
  return engineError('PROGRAM_UNUSABLE', `${program} cannot be run in the container: ${why}`, {
    hint: 'It has to be an executable file, made for this machine, that the user of the container may run; -u names another user.',
    details,
    cause,
  });
}
