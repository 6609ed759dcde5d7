import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { GeckoError } from '../errors.ts';
import { createUi, type UiInput } from './create-ui.ts';

type Changes = {
  globals?: Partial<UiInput['globals']>;
  env?: Record<string, string>;
  tty?: boolean;
  columns?: number;
};

/** A terminal whose two streams are kept as text, in the order of writing. */
function terminal({ globals, env = {}, tty = false, columns = 40 }: Changes = {}) {
  let time = 0;
  const written = { out: '', err: '', all: '' };
  const stream = (name: 'out' | 'err') => ({
    isTTY: tty,
    columns,
    write(text: string) {
      written[name] += text;
      written.all += text;
    },
  });
  const ui = createUi({
    stdout: stream('out'),
    stderr: stream('err'),
    stdin: () => Object.assign(Readable.from([]), { isTTY: tty }),
    terminal: () => new PassThrough(),
    env: { LANG: 'C.UTF-8', ...env },
    platform: 'linux',
    globals: { json: false, quiet: false, verbose: false, color: true, yes: false, ...globals },
    now: () => time,
    signal: new AbortController().signal,
  });
  return { ui, written, pass: (milliseconds: number) => (time += milliseconds) };
}

const progress = (done: number) =>
  ({ type: 'progress', id: 'p', text: 'Embedding', done, total: 10, unit: 'items' }) as const;
const report = { json: { a: 1 }, text: () => 'a is 1' };

describe('results', () => {
  it('go to stdout, as text or as one JSON document', () => {
    const plain = terminal();
    plain.ui.report(report);
    expect(plain.written).toMatchObject({ out: 'a is 1\n', err: '' });
    const json = terminal({ globals: { json: true }, tty: true });
    json.ui.report(report);
    json.ui.stream({ token: 'x' }, 'x');
    expect(json.written.out).toBe('{"schema":1,"a":1}\n{"schema":1,"token":"x"}\n');
  });

  it('stream without what would steer the terminal', () => {
    const { ui, written } = terminal({ tty: true });
    ui.stream({}, 'a\u001b[31mb\u001b]0;title\u0007c\u202ed\u009b2Je\r\n');
    expect(written.out).toBe('abcde\n');
  });
});

describe('events', () => {
  it('are lines on stderr where it is no terminal, progress now and then', () => {
    const { ui, written, pass } = terminal();
    ui.event({ type: 'step', text: 'Starting' });
    for (let done = 0; done < 10; done++) {
      ui.event(progress(done));
      pass(1_000);
    }
    ui.event({ type: 'progress-end', id: 'p', text: 'Done' });
    expect(written.err).toBe(
      'Starting\nEmbedding: 0 of 10 (0 %)\nEmbedding: 5 of 10 (50 %)\nDone\n',
    );
  });

  it('have no control sequences and no colour with TERM=dumb', () => {
    const { ui, written } = terminal({ tty: true, env: { TERM: 'dumb' } });
    ui.event({ type: 'success', text: 'ok' });
    ui.event(progress(1));
    ui.error(new GeckoError('LOCKED', 'm', { exitCode: 11 }));
    ui.close();
    expect(written.all).not.toContain('\u001b');
  });

  it('redraw progress in place, below lines that stay, and give the cursor back', () => {
    const { ui, written, pass } = terminal({ tty: true, globals: { color: false } });
    ui.event(progress(1));
    pass(100);
    ui.event(progress(2));
    ui.event({ type: 'note', text: 'note' });
    ui.report(report);
    ui.close();
    expect(screen(written.all)).toEqual(['note', 'a is 1']);
    expect(written.all.lastIndexOf('\u001b[?25h')).toBeGreaterThan(
      written.all.lastIndexOf('\u001b[?25l'),
    );
  });

  it('fit a terminal of 20 columns', () => {
    const { ui, written } = terminal({ tty: true, columns: 20, globals: { color: false } });
    ui.event({ ...progress(3), text: 'ドキュメント documents' });
    const [line = ''] = screen(written.all);
    expect([...line].length).toBeLessThan(20);
  });

  it('are silent when quiet, and but for warnings with --json', () => {
    const quiet = terminal({ globals: { quiet: true } });
    quiet.ui.event({ type: 'warning', text: 'w' });
    quiet.ui.event(progress(1));
    expect(quiet.written.all).toBe('');
    const json = terminal({ globals: { json: true } });
    json.ui.event({ type: 'step', text: 's' });
    json.ui.event({ type: 'warning', text: 'w' });
    expect(json.written.all).toBe('Warning: w\n');
  });

  it('show details only when asked', () => {
    for (const verbose of [true, false]) {
      const { ui, written } = terminal({ globals: { verbose } });
      ui.event({ type: 'verbose', text: 'detail' });
      expect(written.err).toBe(verbose ? 'detail\n' : '');
    }
  });
});

describe('colours', () => {
  it.each([
    [{ tty: true }, true],
    [{ tty: false }, false],
    [{ tty: true, env: { NO_COLOR: '1' } }, false],
    [{ tty: true, globals: { color: false } }, false],
    [{ tty: false, env: { FORCE_COLOR: '1' } }, true],
  ])('%j: %s', (changes, colored) => {
    expect(terminal(changes).ui.style.red('x') !== 'x').toBe(colored);
  });
});

describe('questions', () => {
  it('are answered by --yes', async () => {
    const { ui } = terminal({ globals: { yes: true } });
    expect(await ui.confirm('Remove?', '--yes')).toBe(true);
  });

  it('are errors that name the flag where there is no terminal', async () => {
    await expect(terminal().ui.confirm('Remove?', '--yes')).rejects.toMatchObject({
      code: 'CONFIRMATION_NEEDED',
      exitCode: 5,
      hint: expect.stringContaining('--yes'),
    });
  });
});

describe('errors', () => {
  const error = new GeckoError('LOCKED', 'held', { exitCode: 11, hint: 'wait\u001b[2J' });

  it('say what happened, what mends it, and the code', () => {
    const { ui, written } = terminal();
    ui.error(error);
    expect(written).toMatchObject({
      out: '',
      err: 'Error: held\n  wait\n  LOCKED (gecko explain LOCKED)\n',
    });
  });

  it('are a document on stdout with --json', () => {
    const { ui, written } = terminal({ globals: { json: true } });
    ui.error(error);
    expect(JSON.parse(written.out)).toEqual({
      schema: 1,
      error: { code: 'LOCKED', message: 'held', hint: 'wait\u001b[2J', exitCode: 11 },
    });
    expect(written.err).toBe('');
  });

  it('show a stack only when details are asked for', () => {
    const { ui, written } = terminal({ globals: { verbose: true } });
    ui.error(error);
    expect(written.err).toContain('create-ui.test.ts');
  });
});

/** What a terminal shows after this output: enough of one for lines, cursor up and erase below. */
function screen(output: string): string[] {
  const lines: string[] = [];
  for (const [, up, , text] of output.matchAll(
    /\u001b\[(\d+)A\r\u001b\[J|(\u001b\[\?25[lh])|([^\u001b]+)/g,
  )) {
    if (up) lines.splice(-Number(up));
    if (text) lines.push(...text.split('\n').slice(0, -1));
  }
  return lines;
}
