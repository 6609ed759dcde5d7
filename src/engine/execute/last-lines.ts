import type { Engine } from '../engine.ts';

/** Of a backtrace, as Rust and Node.js write them. */
const frame = /^\s+(\d+: |at )\S|^\s*(stack backtrace:|note: .*RUST_BACKTRACE)/;
/** Lines that a backtrace may have, before or behind the reason. */
const BACKTRACE = 100;

/**
 * The last lines that a container has logged.
 * @param tail how many at most; null: all
 * @throws GeckoError the engine's
 */
export async function lastLines(
  engine: Pick<Engine, 'logs'>,
  container: string,
  tail: number | null,
  signal: AbortSignal,
): Promise<string[]> {
  const lines: string[] = [];
  const options = { follow: false, tail, since: null, timestamps: false, signal };
  for await (const { text } of engine.logs(container, options)) lines.push(text);
  return lines;
}

/**
 * What a container has said last, for people: blank lines and backtraces, which hide the reason, are left out.
 * @param count lines at most
 * @throws GeckoError the engine's
 */
export async function lastWords(
  engine: Pick<Engine, 'logs'>,
  container: string,
  count: number,
  signal: AbortSignal,
): Promise<string[]> {
  const lines = await lastLines(engine, container, count + BACKTRACE, signal);
  return lines.filter((line) => line.trim() !== '' && !frame.test(line)).slice(-count);
}
