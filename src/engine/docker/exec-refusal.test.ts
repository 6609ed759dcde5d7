import { describe, expect, it } from 'vitest';
import { execRefusal, isRefusal } from './exec-refusal.ts';

const start = 'OCI runtime exec failed: exec failed: unable to start container process: ';

describe('a program that an engine could not start', () => {
  it.each([
    [`${start}exec: "no": executable file not found in $PATH: unknown\r\n`, 'PROGRAM_MISSING', 127],
    [
      'OCI runtime exec failed: exec failed: container_linux.go:380: starting container process caused: exec: "/no": stat /no: no such file or directory: unknown',
      'PROGRAM_MISSING',
      127,
    ],
    [
      'crun: executable file `no` not found in $PATH: No such file or directory: OCI runtime attempted to invoke a command that was not found',
      'PROGRAM_MISSING',
      127,
    ],
    [
      'Error: runc: exec failed: unable to start container process: exec: "no": executable file not found in $PATH: OCI runtime attempted to invoke a command that was not found\n',
      'PROGRAM_MISSING',
      127,
    ],
    [`${start}exec: "/etc/hosts": permission denied: unknown`, 'PROGRAM_UNUSABLE', 126],
    ['unable to find user eve: no matching entries in passwd file', 'PROGRAM_UNUSABLE', 126],
    [`${start}exec: "/etc": is a directory: unknown`, 'PROGRAM_UNUSABLE', 126],
    [`${start}exec /p: exec format error: unknown`, 'PROGRAM_UNUSABLE', 126],
    [
      `${start}chdir to cwd ("/no") set in config.json failed: no such file or directory: unknown`,
      'PROGRAM_UNUSABLE',
      126,
    ],
  ])('ends as shells have it: %s', (words, code, exitCode) => {
    expect(isRefusal(words)).toBe(true);
    const error = execRefusal('prog', words);
    expect(error).toMatchObject({ code, exitCode, cause: { message: words } });
    expect(error?.message).not.toContain('OCI');
  });

  it('is none where the words are about something else', () => {
    expect(execRefusal('prog', `${start}cgroup is gone: unknown`)).toBeNull();
    expect(isRefusal('ready\n')).toBe(false);
  });
});
