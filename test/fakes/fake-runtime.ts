import { join } from 'node:path';
import { Readable } from 'node:stream';
import { projectPaths } from '../../src/config/paths.ts';
import { defaultConfig, resolveConfig } from '../../src/config/resolve.ts';
import { liveModelTools } from '../../src/embedded/model-tools.ts';
import type { RunningDaemon } from '../../src/embedded/supervisor.ts';
import { exitCodes, GeckoError } from '../../src/errors.ts';
import type { Runtime } from '../../src/runtime.ts';
import { makeStyle } from '../../src/ui/style.ts';
import type { Report, Ui, UiEvent } from '../../src/ui/ui.ts';
import { fakeClock } from './fake-clock.ts';
import { type FakeOllama, fakeOllama } from './fake-ollama.ts';
import type { FakeRag } from './fake-rag.ts';

export interface FakeUi extends Ui {
  readonly events: UiEvent[];
  readonly questions: string[];
  /** What stdout would have. */
  out: string;
  answer: boolean;
  /** What a person types, line by line. */
  lines: string[];
  /** What is piped into gecko; null: it has a terminal at both ends. */
  input: string | null;
  /** What a live view shows, drawing by drawing; null: there is no terminal for one. */
  drawings: string[][] | null;
  /** Streams that are lent and not given back. */
  lent: number;
}

export interface FakeRuntime extends Runtime {
  ui: FakeUi;
  /** What runs; set by ensure. */
  running: RunningDaemon | null;
  /** Whatever address an Ollama is looked for at. */
  hostOllama: FakeOllama;
  /** The status that a knock is answered with; tests decide. @param asked `GET http://…` */
  knocked: (asked: string, headers: Readonly<Record<string, string>>) => number | null;
  /** Calls of exec. */
  readonly ran: string[];
}

/** A runtime whose state lies in `home`, with a supervisor that starts nothing real. */
export async function fakeRuntime(home: string, rag: FakeRag): Promise<FakeRuntime> {
  const folders = {
    config: join(home, 'config'),
    state: join(home, 'state'),
    data: join(home, 'data'),
    cache: join(home, 'cache'),
    userConfig: join(home, 'config', 'config.yaml'),
    weights: join(home, 'cache', 'weights'),
    models: join(home, 'data', 'models'),
    llama: join(home, 'data', 'llama'),
    reports: join(home, 'state', 'reports'),
  };
  const ran: string[] = [];
  const runtime: FakeRuntime = {
    config: await defaultConfig(),
    paths: { ...folders, project: projectPaths(folders, 'gecko') },
    version: '0.0.0',
    clock: fakeClock(),
    ui: fakeUi(),
    exec: {
      async run(file, args) {
        ran.push([file, ...args].join(' '));
        return { exitCode: 0, stdout: '', stderr: '' };
      },
    },
    async docker() {
      throw new GeckoError('ENGINE_UNREACHABLE', 'no engine answers', {
        exitCode: exitCodes.engine,
      });
    },
    models: liveModelTools({ ...folders, project: projectPaths(folders, 'gecko') }),
    running: null,
    hostOllama: fakeOllama(),
    ran,
    supervisor: {
      find: async () => runtime.running,
      async ensure() {
        const started = runtime.running === null;
        runtime.running ??= fakeDaemon;
        return { daemon: runtime.running, started };
      },
      async restartAround(change) {
        await change();
        return runtime.running !== null;
      },
      async replacedBy(work) {
        const before = runtime.running;
        runtime.running = null;
        try {
          return await work();
        } catch (error) {
          runtime.running = before;
          throw error;
        }
      },
      async stop(_, then = async () => {}) {
        const ran = runtime.running !== null;
        runtime.running = null;
        await then();
        return ran;
      },
      signInLink: async ({ urls }) => `${urls.web}/login?code=once`,
    },
    reach: async ({ hostPort }) => `http://127.0.0.1:${hostPort}`,
    connect: () => rag.client,
    lock: { waitMs: 0, breaks: false },
    signal: new AbortController().signal,
    connectOllama: () => runtime.hostOllama,
    knock: async ({ method, url, headers = {} }) => runtime.knocked(`${method} ${url}`, headers),
    knocked: () => 200,
    contain: (work) => work(runtime.signal),
    async configuredBy(file) {
      const sources = { cwd: home, env: {}, flags: {}, dotenv: null, user: null };
      const config = await resolveConfig({ ...sources, file });
      return {
        ...runtime,
        config,
        paths: { ...folders, project: projectPaths(folders, config.project) },
      };
    },
  };
  return runtime;
}

const fakeDaemon: RunningDaemon = {
  record: {
    schemaVersion: 1,
    pid: 1,
    startTime: '1',
    bootId: 'b',
    host: 'h',
    instance: 'i',
    version: '0.0.0',
    contract: 1,
    project: 'gecko',
    configHash: 'c',
    startedAt: '2026-01-01T00:00:00.000Z',
    ports: { rag: 8000, qa: 8002, web: 8081 },
  },
  urls: {
    rag: 'http://127.0.0.1:8000',
    qa: 'http://127.0.0.1:8002',
    web: 'http://127.0.0.1:8081',
  },
};

function fakeUi(): FakeUi {
  const style = makeStyle({ color: false, columns: 80, terminal: false, unicode: true });
  const ui: FakeUi = {
    mode: 'plain',
    interactive: true,
    verbose: false,
    style,
    events: [],
    questions: [],
    out: '',
    answer: true,
    event: (event) => {
      ui.events.push(event);
    },
    report: ({ text, json }: Report) => {
      ui.out += ui.mode === 'json' ? `${JSON.stringify(json)}\n` : `${text(style)}\n`;
    },
    stream: (json, text) => {
      ui.out += ui.mode === 'json' ? `${JSON.stringify(json)}\n` : text;
    },
    async confirm(question) {
      ui.questions.push(question);
      return ui.answer;
    },
    async askSecret(question) {
      ui.questions.push(question);
      return ui.lines.shift() ?? '';
    },
    lines: [],
    converse: async () => ({ next: async () => ui.lines.shift() ?? null, close: () => {} }),
    input: '',
    lent: 0,
    drawings: null,
    live: () =>
      ui.drawings && {
        draw: (lines) => void ui.drawings?.push([...lines({ columns: 80, terminal: true })]),
        close: () => {},
      },
    lend({ terminal }) {
      ui.lent += 1;
      return {
        input: Readable.from([Buffer.from(ui.input ?? '')]),
        terminal:
          ui.input === null && terminal
            ? { size: () => ({ columns: 80, rows: 24 }), onResize: () => () => {} }
            : null,
        output(stream, bytes) {
          ui.out += stream === 'stderr' ? `stderr: ${bytes}` : `${bytes}`;
        },
        close() {
          ui.lent -= 1;
        },
      };
    },
    close: () => {},
  };
  return ui;
}
