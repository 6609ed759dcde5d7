import { join } from 'node:path';
import { commandHelp, rootHelp } from './command-help.ts';
import { loadSpecs } from './command-specs.ts';
import type { ListedCommand } from './commands/list.ts';
import { loadConfig, readEnvironment } from './config/load.ts';
import { type Folders, findFolders, projectPaths } from './config/paths.ts';
import { defaultConfig, type SourceFile } from './config/resolve.ts';
import type { ResolvedConfig } from './config/schema.ts';
import { withChosenModel } from './config/with-chosen-model.ts';
import { exitCodes } from './errors.ts';
import { type GlobalValues, roughGlobalValues } from './global-options.ts';
import { watchSignals } from './interruption.ts';
import { liveClock } from './live-clock.ts';
import { liveRuntime } from './live-runtime.ts';
import { type Call, findSpec, parseCommandLine } from './program.ts';
import type { Runtime } from './runtime.ts';
import { readChosenModel } from './state/chosen-model.ts';
import { writeDefectReport } from './state/defect-report.ts';
import { tellOnce } from './state/tell-once.ts';
import { toGeckoError } from './to-gecko-error.ts';
import { createUi } from './ui/create-ui.ts';
import { hangUpHeard, isHangUp, watchStreams } from './ui/watch-streams.ts';
import { version } from './version.ts';

// First of all: Ctrl-C may come while the rest is loading.
const interruption = watchSignals(process);
const env = readEnvironment();
const argv = process.argv.slice(2);
let ui = createUi(uiInput());
let command = '';
let endless = false;
let endsUnread = false;
let folders: Folders | null = null;
let config: ResolvedConfig | null = null;

process.on('exit', () => ui.close());
watchStreams({ endsUnread: () => endsUnread, signalled: interruption.exitCode });
process.on('uncaughtException', async (error) => {
  await hangUpHeard();
  // Of a terminal that was closed, which the signal has told, too: what is under way ends by that.
  if (!isHangUp(error) || interruption.exitCode() === null) await leave(failWith(error));
});
// Of one request, where services run here, as in the daemon: the others go on.
process.on('unhandledRejection', (error) => (endless ? failWith(error) : leave(failWith(error))));
// Also where nothing is left to wait for, as with a terminal that was closed amid a question.
interruption.signal.addEventListener('abort', () => {
  process.exitCode = interruption.exitCode() ?? exitCodes.failure;
});
interruption.announce = (text) => ui.event({ type: 'note', text });

void main()
  .catch(async (error) => {
    await hangUpHeard();
    return failWith(error);
  })
  .then(leave);

/** Runs the command line; the exit code. */
async function main(): Promise<number> {
  const call = await parseCommandLine(argv);
  if (call.kind === 'complete') return tellCompletions(call.words);
  if (call.kind !== 'run') return tell(call);
  command = call.spec.name;
  endsUnread = call.spec.endsUnread === true;
  ui = createUi(uiInput(call.globals));
  const runtime = await prepare(call.listed, call.globals);
  const code = (await call.spec.run?.(call.invocation, runtime)) ?? exitCodes.ok;
  await hangUpHeard();
  return interruption.exitCode() ?? code;
}

/** Help and version, where bin/gecko.cjs left them to the program. */
async function tell(call: Extract<Call, { kind: 'version' | 'help' }>): Promise<number> {
  const textFor = await pageOf(call);
  ui.report({
    json: { [call.kind]: textFor() },
    text: ({ terminal, columns }) => (terminal ? textFor(columns) : textFor()),
  });
  return exitCodes.ok;
}

/** @returns the text for a terminal of so many columns; without them as it is printed elsewhere */
async function pageOf(
  call: Extract<Call, { kind: 'version' | 'help' }>,
): Promise<(columns?: number) => string> {
  if (call.kind === 'version') return () => version;
  if (call.path.length === 0) {
    const specs = await loadSpecs();
    return (columns) => rootHelp(specs, version, columns);
  }
  const path = await findSpec(call.path);
  return (columns) => commandHelp(path, columns);
}

/** For the scripts of `gecko completion`. What it looks up is the project's that the words name. */
async function tellCompletions(words: readonly string[]): Promise<number> {
  const { complete } = await import('./operations/complete.ts');
  const specs = await loadSpecs();
  ui.report(
    await complete(words, specs, (flags) =>
      prepare({ name: 'complete' }, { ...roughGlobalValues(argv), flags }),
    ),
  );
  return exitCodes.ok;
}

async function prepare(
  listed: Omit<ListedCommand, 'group' | 'load'>,
  { flags, lock, files }: Pick<GlobalValues, 'flags' | 'lock' | 'files'>,
): Promise<Runtime> {
  interruption.graceMs = listed.graceMs ?? interruption.graceMs;
  endless = listed.endless === true;
  if (endless) interruption.announce = () => {};
  folders = findFolders(env);
  const found = folders;
  const load = (file?: SourceFile) =>
    loadConfig({
      cwd: process.cwd(),
      env,
      flags,
      folders: found,
      files,
      ...(file ? { file } : {}),
    });
  config = listed.standalone ? await defaultConfig() : await load();
  for (const text of tellOnce(config.notes, join(folders.state, 'told')))
    ui.event({ type: 'note', text });
  for (const text of config.warnings) ui.event({ type: 'warning', text });
  const { signal, contain } = interruption;
  const configured = (given: ResolvedConfig): Runtime => {
    const paths = { ...found, project: projectPaths(found, given.project) };
    config = listed.standalone
      ? given
      : withChosenModel(given, readChosenModel(paths.project.model));
    const configuredBy = async (file: SourceFile) => configured(await load(file));
    return liveRuntime({ config, paths, env, ui, lock, signal, contain, configuredBy });
  };
  return configured(config);
}

/** Renders what was thrown, of whatever kind; its exit code. */
function failWith(thrown: unknown): number {
  const interrupted = interruption.exitCode() ?? (isHangUp(thrown) ? exitCodes.hangUp : null);
  const error = toGeckoError(thrown, { interrupted, report });
  // Ctrl-C is how such a command ends: nothing failed.
  if (!(endless && error.code === 'INTERRUPTED')) ui.error(error);
  return error.exitCode;
}

function report(error: unknown): string | null {
  if (folders === null) return null;
  const secrets = (config?.entries ?? []).flatMap(({ secret, value }) =>
    secret && typeof value === 'string' ? [value] : [],
  );
  const { reports: folder } = folders;
  return writeDefectReport({ folder, version, command, error, secrets, now: liveClock.now() });
}

/** Ends the process once everything written has been taken: open sockets must not keep it. */
async function leave(code: number): Promise<void> {
  process.exitCode = code;
  ui.close();
  await new Promise((resolve) => process.stdout.write('', resolve));
  process.exit();
}

function uiInput(globals: GlobalValues = roughGlobalValues(argv)) {
  const { stdout, stderr, platform } = process;
  const stdin = () => process.stdin;
  const terminal = () => process.stderr;
  const { signal } = interruption;
  return {
    stdout,
    stderr,
    stdin,
    terminal,
    platform,
    env,
    globals,
    signal,
    now: liveClock.monotonic,
  };
}
