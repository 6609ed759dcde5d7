import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type Duplex, PassThrough } from 'node:stream';
import * as z from 'zod/mini';
import { isOlder } from '../../../src/engine/connect/choose-api-version.ts';
import { flag, record, text, texts } from '../../../src/engine/docker/fields.ts';
import type { ExecTerminal } from '../../../src/engine/engine.ts';
import { GeckoError } from '../../../src/errors.ts';
import type { FakeEngine } from '../fake-engine.ts';
import { Refusal, type Routes } from './call.ts';
import { frame } from './frame.ts';

const Create = record({
  Cmd: texts,
  Env: texts,
  User: text,
  AttachStdin: flag,
  Tty: flag,
  ConsoleSize: z.catch(z.array(z.number()), []),
});

/** From this API version on a program may have the size of its terminal from the beginning. */
const consoleSizeApi = '1.42';

interface Run {
  container: string;
  asked: z.infer<typeof Create>;
  size: { columns: number; rows: number };
  listeners: Set<() => void>;
  exitCode: number | null;
}

/** Programs in containers: `/exec`, whose start takes the connection over. */
export interface ExecApi {
  routes: Routes;
  /** `POST /exec/{id}/start`: from its body on the connection is the program's. @param spoil breaks it after the first output */
  start(id: string, request: IncomingMessage, socket: Duplex, spoil: boolean): Promise<void>;
}

export function execApi(engine: FakeEngine): ExecApi {
  const runs = new Map<string, Run>();
  const get = (id = '') => {
    const found = runs.get(id);
    if (!found) throw new Refusal(404, `No such exec instance: ${id}`);
    return found;
  };
  return {
    routes: {
      'POST /containers/([^/]+)/exec': async ({ body, version }, container = '') => {
        const found = await engine.container(container);
        if (found === null) throw new Refusal(404, `No such container: ${container}`);
        if (found.status !== 'running')
          throw new Refusal(409, `Container ${container} is not running`);
        const asked = Create.parse(await body());
        const [rows = 24, columns = 80] = isOlder(version, consoleSizeApi) ? [] : asked.ConsoleSize;
        const id = randomBytes(32).toString('hex');
        runs.set(id, {
          container,
          asked,
          size: { columns, rows },
          listeners: new Set(),
          exitCode: null,
        });
        return { status: 201, body: { Id: id } };
      },
      'GET /exec/([^/]+)/json': async (_, id) => {
        const { exitCode } = get(id);
        return { status: 200, body: { Running: exitCode === null, ExitCode: exitCode } };
      },
      'POST /exec/([^/]+)/resize': async ({ query }, id) => {
        const run = get(id);
        run.size = { columns: Number(query.get('w')), rows: Number(query.get('h')) };
        for (const listener of run.listeners) listener();
        return { status: 200 };
      },
    },
    async start(id, request, socket, spoil) {
      const run = get(id);
      await readBytes(socket, Number(request.headers['content-length'] ?? 0));
      socket.write(upgraded);
      const gone = new AbortController();
      socket.on('close', () => gone.abort(new Error('the client is gone')));
      const { Cmd: command, Env, Tty, AttachStdin } = run.asked;
      const terminal: ExecTerminal = {
        size: () => run.size,
        onResize(listener) {
          run.listeners.add(listener);
          return () => run.listeners.delete(listener);
        },
      };
      const input = socket.pipe(new PassThrough());
      const say = (stream: 'stdout' | 'stderr', bytes: Buffer) =>
        socket.write(Tty ? bytes : frame(stream, bytes), () => {
          if (spoil) socket.destroy();
        });
      const running = engine.exec(run.container, {
        command,
        env: Object.fromEntries(Env.map((entry) => entry.split(/=(.*)/s).slice(0, 2))),
        ...(Tty ? { terminal } : {}),
        ...(AttachStdin ? { stdin: input } : {}),
        onOutput: (stream, bytes) => void say(stream, bytes),
        signal: gone.signal,
      });
      run.exitCode = await running.catch((error: unknown) => {
        if (!(error instanceof GeckoError) || error.code !== 'PROGRAM_MISSING') throw error;
        // As Docker does: as output, in the words of its runtime.
        say('stdout', Buffer.from(runtimeWords(command[0])));
        return 127;
      });
      socket.end();
    },
  };
}

function runtimeWords(program = ''): string {
  return `OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": executable file not found in $PATH: unknown\r\n`;
}

const upgraded =
  'HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n';

async function readBytes(socket: Duplex, length: number): Promise<void> {
  if (length === 0) return;
  while (socket.read(length) === null) await once(socket, 'readable');
}
