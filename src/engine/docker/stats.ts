import * as z from 'zod/mini';
import type { ContainerStats, Engine } from '../engine.ts';
import type { Call } from './call.ts';
import { number, numberOrNull, record, text } from './fields.ts';

export function createStats(call: Call): Pick<Engine, 'stats'> {
  return {
    async stats(id, signal) {
      // The engine takes a second: it measures twice.
      const found = await call.open(`measure container ${id}`, signal, (docker) =>
        docker.getContainer(encodeURIComponent(id)).stats({ stream: false }),
      );
      return containerStats(found);
    },
  };
}

const Cpu = record({
  cpu_usage: record({ total_usage: number }),
  system_cpu_usage: number,
  online_cpus: number,
});

const Stats = record({
  cpu_stats: Cpu,
  precpu_stats: Cpu,
  memory_stats: record({
    usage: numberOrNull,
    limit: numberOrNull,
    stats: z.catch(
      z.object({
        total_inactive_file: z.optional(z.number()),
        inactive_file: z.optional(z.number()),
      }),
      {},
    ),
  }),
  networks: z.catch(
    z.nullable(z.record(z.string(), record({ rx_bytes: number, tx_bytes: number }))),
    null,
  ),
  blkio_stats: record({
    io_service_bytes_recursive: z.catch(
      z.nullable(z.array(record({ op: text, value: number }))),
      null,
    ),
  }),
  pids_stats: record({ current: numberOrNull }),
});

/** Figures of `GET /containers/{id}/stats`, reckoned as `docker stats` does. */
export function containerStats(found: unknown): ContainerStats {
  const { cpu_stats, precpu_stats, memory_stats, networks, blkio_stats, pids_stats } =
    Stats.parse(found);
  const blocks = blkio_stats.io_service_bytes_recursive;
  const interfaces = networks === null ? null : Object.values(networks);
  return {
    cpu: cpu(cpu_stats, precpu_stats),
    memory: withoutCache(memory_stats),
    memoryLimit: memory_stats.limit,
    networkIn: interfaces && sum(interfaces.map(({ rx_bytes }) => rx_bytes)),
    networkOut: interfaces && sum(interfaces.map(({ tx_bytes }) => tx_bytes)),
    blockRead: blocks && bytesOf(blocks, 'read'),
    blockWrite: blocks && bytesOf(blocks, 'write'),
    processes: pids_stats.current,
  };
}

function cpu(now: z.infer<typeof Cpu>, before: z.infer<typeof Cpu>): number | null {
  const elapsed = now.system_cpu_usage - before.system_cpu_usage;
  if (before.system_cpu_usage === 0 || elapsed <= 0) return null;
  const used = now.cpu_usage.total_usage - before.cpu_usage.total_usage;
  return (used / elapsed) * (now.online_cpus || 1);
}

/** Under cgroup v1 the name is total_inactive_file, under v2 inactive_file. */
function withoutCache({ usage, stats }: z.infer<typeof Stats>['memory_stats']): number | null {
  const cache = stats.total_inactive_file ?? stats.inactive_file ?? 0;
  return usage === null ? null : cache < usage ? usage - cache : usage;
}

const bytesOf = (blocks: { op: string; value: number }[], op: string) =>
  sum(blocks.filter((block) => block.op.toLowerCase() === op).map(({ value }) => value));
const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
