import { exitCodes, GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { fileLock } from '../state/file-lock.ts';
import { acquireLock } from '../state/lock.ts';
import { settleStore } from '../state/store-swap.ts';
import { runtimeOf } from './choose-runtime.ts';

/**
 * Runs the services in this process until the signal aborts, and prints their log. Other geckos
 * find them as they find the background process.
 * @throws GeckoError ALREADY_RUNNING, PORT_TAKEN (exit 22), RUNTIME_UNSUPPORTED (21), LOCKED (11)
 */
export async function serve(runtime: Runtime): Promise<void> {
  if ((await runtimeOf(runtime)) === 'docker') throw notHere();
  const { ui, signal } = runtime;
  const services = await start(runtime);
  const { web, rag, qa } = services.record.ports;
  ui.event({
    type: 'success',
    text: `Ready: page http://127.0.0.1:${web}, rag :${rag}, qa :${qa}. Ctrl-C stops.`,
  });
  await aborted(signal);
  await services.close();
}

async function start({ config, paths, version, clock, ui, signal, supervisor, ...given }: Runtime) {
  const { runServices } = await import('../embedded/run-services.ts');
  const { serveConfig } = await import('../embedded/serve-config.ts');
  const { formatLogLine, parseLogLine } = await import('../embedded/log-lines.ts');
  const { weightsProgress } = await import('../embedded/weights-progress.ts');
  const { project } = paths;
  const lock = await acquireLock({
    place: fileLock(project.spawnLock),
    command: 'gecko serve',
    ...given.lock,
    clock,
    signal,
  });
  const progress = weightsProgress(ui);
  try {
    const found = await supervisor.find();
    if (found) throw alreadyRunning(config.project, found.record.pid);
    await settleStore(project.store);
    return await runServices({
      start: {
        serve: serveConfig({ config, paths, version, now: clock.now() }),
        version,
        recordPath: project.daemon,
        logPath: project.log,
      },
      progress: progress.show,
      step: () => {},
      clock,
      onLine(text) {
        const line = parseLogLine(text);
        const { time, level, service, message, fields } = line;
        ui.stream({ time, level, service, message, ...fields }, `${formatLogLine(line)}\n`);
      },
      signal,
    });
  } finally {
    progress.end();
    await lock.release();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function alreadyRunning(project: string, pid: number): GeckoError {
  return new GeckoError(
    'ALREADY_RUNNING',
    `The services of project ${project} run already (process ${pid})`,
    {
      exitCode: exitCodes.conflict,
      hint: '`gecko down` stops them, or Ctrl-C where they run; `gecko logs -f` shows their log.',
    },
  );
}

function notHere(): GeckoError {
  return new GeckoError(
    'RUNTIME_UNSUPPORTED',
    'This project runs in containers, not in a process',
    {
      exitCode: exitCodes.unsupported,
      hint: 'gecko up starts them; gecko logs -f shows what they say.',
    },
  );
}
