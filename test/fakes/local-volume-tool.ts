import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { VolumeTool } from '../../src/engine/execute/volume-tool.ts';

/**
 * A volume's tool whose volume is a folder of this machine, and whose programs are this machine's own.
 * @param ran gets each program that is run, with its arguments
 * @param signal lets programs no longer begin, and what they said is lost
 */
export function localVolumeTool(
  folder: string,
  ran: (command: readonly string[]) => void = () => {},
  signal: AbortSignal = new AbortController().signal,
): VolumeTool {
  async function* read(command: readonly string[], input?: Readable): AsyncGenerator<Buffer> {
    signal.throwIfAborted();
    ran(command);
    const [file = '', ...args] = command.map((word) => word.replace(/^\/volume(?=\/|$)/, folder));
    const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    let words = '';
    child.stderr.on('data', (part: Buffer) => {
      words += part;
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    child.stdin.on('error', () => {});
    input?.once('error', () => child.kill());
    if (input) input.pipe(child.stdin);
    else child.stdin.end();
    try {
      yield* child.stdout as AsyncIterable<Buffer>;
      const code = await ended;
      signal.throwIfAborted();
      if (code !== 0) throw new Error(`${file} ended with ${code}: ${words}`);
    } finally {
      child.kill();
    }
  }
  return {
    read,
    async run(command, input) {
      const parts: Buffer[] = [];
      for await (const part of read(command, input)) parts.push(part);
      return Buffer.concat(parts).toString();
    },
  };
}
