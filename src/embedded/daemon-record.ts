import { rmSync } from 'node:fs';
import { readStoredJson, unreadableState } from '../state/stored-json.ts';
import type { Ports } from './serve.ts';
import type { DaemonRecord, RunningDaemon } from './supervisor.ts';

const schemaVersion = 1;

/**
 * The recorded daemon, which may have ended since; null where none is recorded.
 * @throws GeckoError STATE_UNREADABLE, STATE_NEWER
 */
export function readDaemonRecord(path: string): DaemonRecord | null {
  const stored = readStoredJson(path, schemaVersion);
  if (stored === null) return null;
  const { pid, contract, ports } = stored;
  const text = (name: string) => {
    const value = stored[name];
    if (typeof value !== 'string') throw unreadableState(path, `it has no ${name}`);
    return value;
  };
  const perhaps = (name: 'machine' | 'pidSpace') =>
    stored[name] === undefined ? {} : { [name]: text(name) };
  if (!isPositive(pid)) throw unreadableState(path, 'it has no pid');
  if (typeof contract !== 'number') throw unreadableState(path, 'it has no contract version');
  if (!isPorts(ports)) throw unreadableState(path, 'it has no ports');
  return {
    schemaVersion,
    pid,
    contract,
    ports: { rag: ports.rag, qa: ports.qa, web: ports.web },
    startTime: text('startTime'),
    bootId: text('bootId'),
    host: text('host'),
    ...perhaps('machine'),
    ...perhaps('pidSpace'),
    instance: text('instance'),
    version: text('version'),
    project: text('project'),
    configHash: text('configHash'),
    startedAt: text('startedAt'),
  };
}

/** Removes the record of this instance; another's stays. */
export function removeDaemonRecord(path: string, instance: string): void {
  if (readDaemonRecord(path)?.instance === instance) rmSync(path, { force: true });
}

export function toRunning(record: DaemonRecord): RunningDaemon {
  const url = (port: number) => `http://127.0.0.1:${port}`;
  const { rag, qa, web } = record.ports;
  return { record, urls: { rag: url(rag), qa: url(qa), web: url(web) } };
}

function isPorts(value: unknown): value is Ports {
  const ports = value as Partial<Record<keyof Ports, unknown>> | null | undefined;
  return isPositive(ports?.rag) && isPositive(ports?.qa) && isPositive(ports?.web);
}

function isPositive(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0;
}
