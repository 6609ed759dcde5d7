import type { Engine } from '../../src/engine/engine.ts';
import { withVolumeTool } from '../../src/engine/execute/volume-tool.ts';

/** What a program prints that runs in a container of its own, with a volume at /v. */
export async function readInVolume(
  engine: Engine,
  volume: string,
  command: readonly string[],
  image = 'gecko-test/node:1',
): Promise<Buffer> {
  const mounts = [{ type: 'volume' as const, source: volume, target: '/v', readOnly: false }];
  const parts: Buffer[] = [];
  await withVolumeTool(
    engine,
    { name: 'look', image, labels: {}, mounts },
    async (tool) => {
      for await (const part of tool.read([...command])) parts.push(part);
    },
    new AbortController().signal,
  );
  return Buffer.concat(parts);
}

/** The same of a script for sh, as text. */
export async function inVolume(engine: Engine, volume: string, script: string): Promise<string> {
  return (await readInVolume(engine, volume, ['sh', '-c', script])).toString();
}
