import type { LogLine } from '../embedded/log-lines.ts';
import type { Runtime } from '../runtime.ts';
import { runtimeOf } from './choose-runtime.ts';
import { oneLine } from './one-line.ts';
import { serviceNamed } from './service-names.ts';

export interface LogsInput {
  /** Services whose lines are shown, by today's or the old names; none means all lines. */
  services: readonly string[];
  follow: boolean;
  timestamps: boolean;
  /** Last lines shown; undefined means all that are kept. */
  tail: number | undefined;
  /** Seconds since the epoch; undefined: from the beginning. */
  since: number | undefined;
  /** Likewise; undefined: to the end. */
  until?: number | undefined;
  /** The docker runtime: lines begin with their container's name. */
  prefix?: boolean;
  /** The docker runtime: only this replica. */
  replica?: number | undefined;
}

/**
 * Prints the log of the services; of the embedded runtime whether it runs or not, followed across
 * rotations and restarts until the signal aborts.
 * @throws GeckoError USAGE (exit 2), RUNTIME_UNSUPPORTED (21)
 */
export async function logs(input: LogsInput, runtime: Runtime): Promise<void> {
  if ((await runtimeOf(runtime)) === 'docker') {
    const { dockerLogs } = await import('./docker/logs.ts');
    return dockerLogs(input, runtime);
  }
  const { paths, clock, ui, signal } = runtime;
  const wanted = new Set<string>(input.services.map(serviceNamed));
  const { followLog, readLog } = await import('../embedded/read-log.ts');
  const { formatLogLine, parseLogLine } = await import('../embedded/log-lines.ts');
  const since = input.since === undefined ? '' : new Date(input.since * 1_000).toISOString();
  const until = input.until === undefined ? '' : new Date(input.until * 1_000).toISOString();
  const isWanted = ({ service, time }: LogLine) =>
    (wanted.size === 0 || wanted.has(service)) &&
    (since === '' || time >= since) &&
    (until === '' || time <= until);
  const show = (line: LogLine) => {
    const { time, level, service, message, fields } = line;
    const stamp = input.timestamps && time !== '' ? `${time} ` : '';
    const text = `${stamp}${oneLine(formatLogLine(line))}\n`;
    ui.stream({ time, level, service, message, ...fields }, text);
  };
  const path = paths.project.log;
  const read = readLog(path);
  const lines = read.lines.map(parseLogLine).filter(isWanted);
  lines.slice(Math.max(0, lines.length - (input.tail ?? lines.length))).forEach(show);
  const onLine = (text: string) => {
    const line = parseLogLine(text);
    if (isWanted(line)) show(line);
  };
  if (input.follow) await followLog({ path, position: read.position, clock, signal, onLine });
  else if (read.lines.length === 0) ui.event({ type: 'note', text: 'Nothing was logged yet.' });
}
