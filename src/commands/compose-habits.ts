import type { OptionSpec } from './spec.ts';

/** An option of `docker compose`, and what gecko makes of it. */
export interface Habit {
  /** Command of gecko; `gecko`: in front of it. */
  verb: string;
  /** As in OptionSpec. */
  flags: string;
  /**
   * `works`: gecko has it. `always`: accepted, because it is so anyway. `becomes`: another spelling of what
   * gecko has. `instead`: refused with the note, which says what to do.
   */
  outcome: 'works' | 'always' | 'becomes' | 'instead';
  note: string;
}

type Row = readonly [flags: string, outcome: Habit['outcome'], note: string];

function of(verb: string, ...rows: readonly Row[]): Habit[] {
  return rows.map(([flags, outcome, note]) => ({ verb, flags, outcome, note }));
}

const output = 'gecko up returns when all answer; gecko logs -f shows what they write';

/** Every option that people type for `docker compose up`, `down`, `start`, `stop`, `restart`, `ps`, `logs`, `exec`, `config`. */
export const composeHabits: readonly Habit[] = [
  ...of(
    'gecko',
    ['-p, --project-name <name>', 'becomes', '--project'],
    ['-f, --file <file>', 'becomes', '--config-file, a gecko.yaml'],
    ['--profile <profile>', 'becomes', 'the option of up and pull; the other commands need none'],
    ['--env-file <file>', 'works', 'in place of the .env beside gecko.yaml'],
    ['--dry-run', 'becomes', 'the option of up, restore and adopt; refused for what has none'],
    ['--ansi <when>', 'becomes', '--no-color where it is never'],
    ['--progress <type>', 'always', 'as the terminal can; --quiet, --json'],
    ['--parallel <n>', 'always', 'a few steps at a time'],
    ['--compatibility', 'always', 'there is one form of names'],
    ['--project-directory <folder>', 'instead', 'run gecko in that folder'],
  ),
  ...of(
    'up',
    ['-d, --detach', 'always', 'gecko up returns when all answer'],
    ['--wait', 'always', 'gecko up returns when all answer'],
    ['--wait-timeout <seconds>', 'works', ''],
    ['--build', 'works', 'the backends, or your own folder, anew'],
    ['--no-build', 'works', ''],
    ['--pull <policy>', 'works', ''],
    ['--quiet-pull', 'works', ''],
    ['--force-recreate', 'works', ''],
    ['--no-recreate', 'works', ''],
    ['--no-deps', 'works', ''],
    ['--scale <service=n>', 'works', ''],
    ['-t, --timeout <seconds>', 'works', ''],
    ['--dry-run', 'works', ''],
    ['-y', 'becomes', '--yes'],
    ['--remove-orphans', 'always', 'containers of services that are not wanted go'],
    ['-V, --renew-anon-volumes', 'always', 'no container has anonymous volumes'],
    ['--abort-on-container-exit', 'instead', output],
    ['--abort-on-container-failure', 'instead', output],
    ['--exit-code-from <service>', 'instead', output],
    ['--attach <service>', 'instead', output],
    ['--no-attach <service>', 'instead', output],
    ['--attach-dependencies', 'instead', output],
    ['--no-log-prefix', 'instead', output],
    ['--timestamps', 'instead', 'gecko up shows no log; gecko logs -f -t does'],
    ['--menu', 'instead', output],
    ['-w, --watch', 'instead', 'gecko up --build again brings changes of your own backend in'],
    ['--no-start', 'instead', 'gecko up --dry-run shows what would be made'],
    ['--always-recreate-deps', 'instead', 'gecko up --force-recreate makes all of them anew'],
  ),
  ...of(
    'down',
    ['-v, --volumes', 'works', 'asks first; --yes'],
    ['-t, --timeout <seconds>', 'works', ''],
    ['--remove-orphans', 'always', 'all containers of the project go'],
    [
      '--rmi <type>',
      'instead',
      'gecko down keeps images, for the next gecko up; docker rmi removes them',
    ],
  ),
  ...of('start', ['--wait', 'always', 'gecko start returns when all answer']),
  ...of('stop', ['-t, --timeout <seconds>', 'works', '']),
  ...of(
    'restart',
    ['-t, --timeout <seconds>', 'works', ''],
    ['--no-deps', 'always', 'only the services that are named'],
  ),
  ...of(
    'status',
    ['-a, --all', 'always', 'stopped containers are shown, too'],
    ['-q', 'works', 'ids'],
    ['--services', 'works', ''],
    ['--format <format>', 'works', 'json: a line a container, with its keys'],
    ['--no-trunc', 'always', 'nothing is cut'],
    ['--orphans', 'always', 'all containers of the project are shown'],
    ['--filter <filter>', 'instead', 'gecko status --json has every state'],
    ['--status <status>', 'instead', 'gecko status --json has every state'],
  ),
  ...of(
    'logs',
    ['-f, --follow', 'works', ''],
    ['-t, --timestamps', 'works', ''],
    ['-n, --tail <n>', 'works', ''],
    ['--since <time>', 'works', ''],
    ['--until <time>', 'works', ''],
    ['--no-color', 'works', ''],
    ['--no-log-prefix', 'works', ''],
    ['--index <n>', 'works', ''],
  ),
  ...of(
    'exec',
    ['-T, --no-tty', 'works', ''],
    ['-i, --interactive', 'works', ''],
    ['-t, --tty', 'works', ''],
    ['-u, --user <user>', 'works', ''],
    ['-w, --workdir <folder>', 'works', ''],
    ['-e, --env <name=value>', 'works', ''],
    ['--index <n>', 'works', ''],
    [
      '-d, --detach',
      'instead',
      "gecko exec waits for the program; sh -c 'program &' leaves one behind",
    ],
    ['--privileged', 'instead', 'the containers have no further rights to give'],
  ),
  ...of(
    'config',
    ['-q', 'works', 'check, print nothing'],
    ['--services', 'works', ''],
    ['--format <format>', 'works', ''],
    ['-o, --output <file>', 'instead', 'gecko config > FILE'],
    ['--volumes', 'instead', 'gecko volumes lists them'],
    ['--networks', 'instead', 'gecko networks lists them'],
    ['--images', 'instead', 'gecko images shows what runs in which'],
    ['--profiles', 'instead', 'gecko up --help lists them'],
    ['--hash <service>', 'instead', 'gecko up --dry-run shows what would be made anew'],
    ['--no-interpolate', 'always', 'nothing in gecko.yaml is interpolated'],
  ),
  ...of(
    'stats',
    ['-a, --all', 'instead', 'gecko status shows what does not run'],
    ['--no-stream', 'works', ''],
    ['--no-trunc', 'always', 'names are whole where they have room'],
    ['--format <format>', 'becomes', "--json, where it is json: gecko's own document"],
  ),
];

/** Commands of Compose that gecko does not have, and what does their work. */
export const composeCommands: Readonly<Record<string, string>> = {
  create: 'gecko up makes and starts; --dry-run shows it',
  kill: 'gecko stop -t 0',
  rm: 'gecko down removes the containers, and keeps the volumes',
  run: 'gecko exec SERVICE PROGRAM',
  cp: 'gecko exec -T SERVICE cat FILE > FILE',
  top: 'gecko stats, or gecko exec SERVICE ps',
  port: 'gecko status shows where each service is reached',
  pause: 'gecko stop',
  unpause: 'gecko start',
  events: 'gecko logs -f',
  attach: 'gecko logs -f',
  watch: 'gecko up --build',
  wait: 'gecko up returns when all answer',
  version: 'gecko --version',
};

/** Options of a command that are accepted and change nothing. */
export function alwaysSo(verb: string): OptionSpec[] {
  return composeHabits
    .filter((habit) => habit.verb === verb && habit.outcome === 'always')
    .map(({ flags, note }) => ({ flags, summary: `as Compose has it; always so: ${note}` }));
}
