import { describe, expect, it } from 'vitest';
import { watchSignals } from './interruption.ts';

/** A process that signals reach by name and whose end is recorded. */
function fakeProcess() {
  const listeners = new Map<string, () => void>();
  const exits: number[] = [];
  return {
    exits,
    send: (name: string) => listeners.get(name)?.(),
    on: (name: string, listener: () => void) => listeners.set(name, listener),
    exit: (code: number) => exits.push(code),
  };
}

describe('watchSignals', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])('says so at once and aborts on %s; a second signal ends with %i', (name, code) => {
    const source = fakeProcess();
    const interruption = watchSignals(source);
    const told: string[] = [];
    // Nothing that is said keeps the work from being undone, even where it cannot be said any more.
    interruption.announce = (text) => told.push(`${text} ${interruption.signal.aborted}`);
    expect(interruption.exitCode()).toBeNull();
    source.send(name);
    expect(told).toEqual([expect.stringMatching(/^Stopping.* true$/)]);
    expect(interruption.signal.aborted).toBe(true);
    expect(interruption.exitCode()).toBe(code);
    expect(source.exits).toEqual([]);
    source.send('SIGHUP');
    expect(source.exits).toEqual([]);
    source.send('SIGINT');
    expect(source.exits).toEqual([code]);
  });
});
