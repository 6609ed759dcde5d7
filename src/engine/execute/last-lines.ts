import type { Engine } from '../engine.ts';

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
