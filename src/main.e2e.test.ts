import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandHelp } from './command-help.ts';
import { commands } from './commands/list.ts';

const entry = fileURLToPath(new URL('../bin/gecko.cjs', import.meta.url));

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gecko-main-'));
});
afterEach(() => rmSync(home, { recursive: true }));

function environment(changes: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { PATH } = process.env;
  return { PATH, HOME: home, ...changes };
}

function gecko(args: readonly string[], env: Record<string, string> = {}) {
  return spawnSync(process.execPath, [entry, ...args], {
    cwd: home,
    env: environment(env),
    encoding: 'utf8',
    timeout: 30_000,
    // One that spins hears no other signal.
    killSignal: 'SIGKILL',
  });
}

function shell(line: string) {
  return spawnSync('bash', ['-c', `set -o pipefail; ${line}`], {
    cwd: home,
    env: environment({ NODE: process.execPath, GECKO: entry }),
    encoding: 'utf8',
    timeout: 30_000,
  });
}

describe('help and version', () => {
  it('load builtin modules only, and few of them', () => {
    for (const args of [['--help'], ['--version'], ['config', '--help'], []]) {
      const { stdout, status } = spawnSync(
        process.execPath,
        ['--require', listsLoadedModules(), entry, ...args],
        { env: environment(), encoding: 'utf8' },
      );
      expect(status).toBe(0);
      const loaded = JSON.parse(stdout.slice(stdout.lastIndexOf('\n[') + 1));
      expect(loaded).toEqual(['bin/gecko.cjs']);
    }
  });

  it('print the same however they are asked for', () => {
    const { stdout } = gecko(['--help']);
    expect(stdout).toContain('Usage: gecko COMMAND');
    for (const args of [[], ['-h'], ['help'], ['--no-color', '--help'], ['--project', 'x', '-h']])
      expect(gecko(args).stdout).toBe(stdout);
    expect(gecko(['-V']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(JSON.parse(gecko(['--version', '--json']).stdout)).toMatchObject({ schema: 1 });
  });

  it.each(commands.flatMap(({ name, aliases = [] }) => [name, ...aliases]))(
    'of %s has an example and fits 80 columns',
    (name) => {
      const { stdout, status } = gecko([name, '--help']);
      expect(status).toBe(0);
      expect(stdout).toContain('Examples:');
      const wide = stdout.split('\n').filter((line) => line.length > 80);
      expect(wide.filter((line) => !line.startsWith('  gecko '))).toEqual([]);
      expect(gecko(['help', name]).stdout).toBe(stdout);
      expect(gecko([name, '--verbose', '-h']).stdout).toBe(stdout);
    },
  );
});

describe('help on a narrow terminal (row 54)', () => {
  it.each([20, 40, 60, 79])(
    'keeps within %i columns, but for words that are longer',
    async (columns) => {
      for (const { name, load } of commands) {
        const { command } = await load();
        const path = [command, ...(command.subcommands ?? []).slice(0, 1)];
        for (const spec of [[command], path]) {
          const wide = commandHelp(spec, columns)
            .split('\n')
            .filter((line) => line.length > columns && line.trim().includes(' '));
          expect(wide, name).toEqual([]);
        }
      }
    },
  );

  it('is asked of the program, which knows the width', () => {
    const { stdout } = shell(
      `script -qec 'stty cols 40; "$NODE" "$GECKO" up --help; "$NODE" "$GECKO"' /dev/null </dev/null`,
    );
    expect(stdout).toContain('Usage: gecko up');
    const wide = stdout.split(/\r?\n/).filter((line) => line.length > 40);
    expect(wide).toEqual([]);
  });
});

describe('mistakes', () => {
  it.each([
    [['confg'], 2, /Unknown command 'confg'\n {2}Did you mean config\?/],
    [['config', '--orign'], 2, /Unknown option '--orign'\n {2}Did you mean --origin\?/],
    [['up', '--zzz'], 2, /Unknown option '--zzz'\n {2}`gecko up --help` lists the options\./],
    [['model', '--embeded'], 2, /Did you mean gecko model pull --embedded\?/],
    [['model', 'pull', '--embeded', 'x'], 2, /Did you mean --embedded\?/],
    [['config', 'extra'], 2, /Too many arguments/],
    [['confg', '--help'], 2, /Did you mean config\?/],
    [['../../package'], 2, /Unknown command/],
    [['help', '../version'], 2, /Unknown command/],
  ])('%j ends with %i and a sentence', (args, status, message) => {
    const result = gecko(args);
    expect(result.status).toBe(status);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/\n\s+at /);
    expect(result.stdout).toBe('');
  });

  it('a folder that is gone is told as that, and is no defect', () => {
    const line = 'mkdir gone; cd gone; rmdir ../gone; "$NODE" "$GECKO" config';
    const { status, stderr } = shell(line);
    expect(stderr).toMatch(/^Error: The folder .* not there any more\n.*another one/);
    expect(status).toBe(2);
  });

  it('are one JSON document on stdout with --json', () => {
    const { status, stdout, stderr } = gecko(['confg', '--json']);
    expect({ status, stderr }).toEqual({ status: 2, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      schema: 1,
      error: {
        code: 'UNKNOWN_COMMAND',
        message: "Unknown command 'confg'",
        hint: 'Did you mean config?',
        exitCode: 2,
      },
    });
  });

  it('in gecko.yaml name file, line and column, and do not stop explain', () => {
    writeFileSync(join(home, 'gecko.yaml'), 'model: m\nprots:\n  rag: 1\n');
    const { status, stderr } = gecko(['config']);
    expect(status).toBe(2);
    expect(stderr).toContain(`${join(home, 'gecko.yaml')}:2:1: prots is not a key`);
    expect(stderr).toContain('did you mean ports?');
    expect(gecko(['explain', 'CONFIG_UNKNOWN_KEY']).status).toBe(0);
  });
});

describe('configuration', () => {
  it('is printed with origins, secrets masked', () => {
    writeFileSync(join(home, 'gecko.yaml'), 'ports:\n  rag: 18000\n');
    writeFileSync(join(home, '.env'), 'GECKO_GENERATOR_KEY=s3cret-key\n');
    const plain = gecko(['config'], { GECKO_PORTS_QA: '18002' });
    expect(plain.stdout).toContain('rag: 18000');
    expect(plain.stdout).toContain('qa: 18002');
    const { stdout } = gecko(['config', '--origin', '--project', 'p'], { GECKO_PORTS_QA: '18002' });
    expect(stdout).toMatch(/ports\.rag: 18000 .*gecko\.yaml:2:8/);
    expect(stdout).toMatch(/ports\.qa: 18002 .*GECKO_PORTS_QA in the environment/);
    expect(stdout).toMatch(/project: "p" .*--project/);
    expect(stdout).toMatch(/generator\.key: "\*+" .*\.env:1/);
    expect(plain.stdout + stdout + gecko(['config', '--json']).stdout).not.toContain('s3cret');
  });

  it('is that of the file that is named, before or behind the command', () => {
    mkdirSync(join(home, 'other'));
    writeFileSync(join(home, 'gecko.yaml'), 'ports:\n  rag: 18000\n');
    writeFileSync(join(home, 'other', 'mine.yaml'), 'ports:\n  qa: 18002\n');
    writeFileSync(join(home, 'vars'), 'GECKO_PORTS_WEB=18081\n');
    for (const args of [
      ['-f', 'other/mine.yaml', '--env-file', 'vars', 'config'],
      ['config', '--config-file=other/mine.yaml', '--env-file=vars'],
    ]) {
      const { stdout } = gecko(args);
      for (const line of ['qa: 18002', 'rag: 8000', '- 18081']) expect(stdout).toContain(line);
    }
    const missing = gecko(['-f', 'nowhere.yaml', 'config']);
    expect(missing).toMatchObject({ status: 2, stdout: '' });
    expect(missing.stderr).toContain(`${join(home, 'nowhere.yaml')}:1:1: cannot be read`);
  });

  it('is never a Compose file', () => {
    const stack = 'services:\n  rag:\n    image: x\n    ports:\n      - "8000:8000"\n';
    writeFileSync(join(home, 'stack.yaml'), stack);
    writeFileSync(join(home, 'docker-compose.yml'), 'services: {}\n');
    for (const name of ['stack.yaml', 'docker-compose.yml'])
      expect(gecko(['-f', name, 'ps'])).toMatchObject({
        status: 2,
        stderr: expect.stringMatching(/this is a Compose file; .* leave -f out\n/),
      });
  });

  it('has its origins as comments of YAML, and as JSON', () => {
    writeFileSync(join(home, 'gecko.yaml'), 'ports:\n  rag: 18000\n  web: [81, 82]\n');
    const yaml = gecko(['config', '--origin', '--format', 'yaml']).stdout;
    expect(yaml).toMatch(/^ {2}rag: 18000 # .*gecko\.yaml:2:8$/m);
    expect(yaml).toMatch(/^ {2}web: \[ 81, 82 \] # .*gecko\.yaml:3:8$/m);
    const { config, origins } = JSON.parse(
      gecko(['config', '--origin', '--format', 'json']).stdout,
    );
    expect(config.ports.rag).toBe(18_000);
    expect(origins['ports.rag']).toMatchObject({ kind: 'file', line: 2, column: 8 });
  });

  it('can be checked alone, and tell the services', () => {
    expect(gecko(['config', '-q'])).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(gecko(['config', '--quiet'])).toMatchObject({ status: 0, stdout: '' });
    expect(gecko(['config', '--services']).stdout.split('\n').toSorted()).toEqual([
      '',
      'ollama',
      'qa',
      'qdrant',
      'rag',
      'web',
    ]);
  });

  it('tells once that the old stack’s OLLAMA_HOST is not used here', () => {
    writeFileSync(
      join(home, '.env'),
      'OLLAMA_HOST=http://ollama:11434\nQDRANT_HOST=http://qdrant:6333\n',
    );
    expect(gecko(['config']).stderr).toContain('OLLAMA_HOST=http://ollama:11434 is not used here');
    expect(gecko(['config'])).toMatchObject({ status: 0, stderr: '' });
  });

  // Below /proc a mkdir that makes those above it, too, never ends.
  it.each(['/dev/null/nowhere', '/proc/nowhere'])(
    'works where nothing can be written: %s',
    (at) => {
      const env = { GECKO_HOME: at, OLLAMA_HOST: 'ollama' };
      expect(gecko(['config'], env).status).toBe(0);
    },
  );
});

describe('a reader that leaves early', () => {
  it.each(['--help', 'explain', 'config --origin'])('is no error: gecko %s | head -1', (args) => {
    const { status, stdout, stderr } = shell(`"$NODE" "$GECKO" ${args} | head -1`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n')).toHaveLength(2);
  });

  it('does not hide how the command ended', () => {
    expect(shell('"$NODE" "$GECKO" config --zzz 2>&1 | true').status).toBe(2);
    expect(shell('"$NODE" "$GECKO" config --zzz --json | true').status).toBe(2);
  });

  it.each(['--help', 'explain'])('is no error when it reads nothing: gecko %s', (args) => {
    const { status, stderr } = shell(`"$NODE" "$GECKO" ${args} | true`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('Ctrl-C while gecko is starting', () => {
  it('ends with 130 and without a stack at any moment', async () => {
    for (let delay = 0; delay <= 120; delay += 10) {
      const child = spawn(process.execPath, [entry, 'explain'], { env: environment(), cwd: home });
      const stderr = textOf(child);
      const closed = once(child, 'close');
      await new Promise((resolve) => setTimeout(resolve, delay));
      child.kill('SIGINT');
      const [code, signal] = await closed;
      // Before Node has started, the signal itself is the end; after gecko has, there is nothing to end.
      expect([130, 0]).toContain(signal === 'SIGINT' ? 130 : code);
      expect(stderr()).not.toMatch(/\n\s+at /);
    }
  });
});

function textOf({ stderr }: ChildProcess): () => string {
  let text = '';
  stderr?.on('data', (chunk) => {
    text += chunk;
  });
  return () => text;
}

/** A module that prints, at exit, which files were loaded beside itself. */
function listsLoadedModules(): string {
  const file = join(home, 'loaded.cjs');
  writeFileSync(
    file,
    `process.on('exit', () => {
       const files = Object.keys(require.cache).filter((file) => file !== __filename);
       require('node:fs').writeSync(1, '\\n' + JSON.stringify(files.map((file) => file.split('/').slice(-2).join('/'))));
     });`,
  );
  return file;
}
