import type { LogLine, LogOptions } from '../../src/engine/engine.ts';
import type { Clock } from '../../src/runtime.ts';
import type { FakeContainer } from './fake-container.ts';
import { missing } from './missing.ts';

/** The output of a container, as far as its time has come. */
export async function* fakeLog(
  container: FakeContainer | undefined,
  id: string,
  { follow, tail, since, until = null, timestamps, signal }: LogOptions,
  clock: Clock,
): AsyncGenerator<LogLine> {
  if (!container) throw missing('container', id);
  const due = () => container.log.filter(({ time }) => time <= clock.now());
  let read = tail === null ? 0 : Math.max(0, due().length - tail);
  for (;;) {
    signal.throwIfAborted();
    const runs = container.isRunning;
    for (const { time, stream, text } of due().slice(read)) {
      read += 1;
      if (since !== null && time < since * 1000) continue;
      if (until !== null && time > until * 1000) continue;
      const at = timestamps ? new Date(time).toISOString() : null;
      yield { stream, time: at, text: text.replace(/\n$/, '') };
    }
    if (!follow || !runs || (until !== null && clock.now() > until * 1000)) return;
    await clock.sleep(50, signal);
  }
}
