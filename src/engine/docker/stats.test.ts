import { describe, expect, it } from 'vitest';
import { containerStats } from './stats.ts';

/** As Docker 20.10 under cgroup v1 answers, shortened. */
const running = {
  pids_stats: { current: 1 },
  blkio_stats: {
    io_service_bytes_recursive: [
      { major: 254, minor: 0, op: 'Read', value: 100 },
      { major: 254, minor: 0, op: 'Write', value: 7 },
      { major: 253, minor: 0, op: 'Read', value: 20 },
    ],
  },
  cpu_stats: {
    cpu_usage: { total_usage: 408_538_179 },
    system_cpu_usage: 60_455_700_000_000,
    online_cpus: 2,
  },
  precpu_stats: {
    cpu_usage: { total_usage: 41_947_134 },
    system_cpu_usage: 60_453_690_000_000,
    online_cpus: 2,
  },
  memory_stats: {
    usage: 647_168,
    stats: { inactive_file: 1, total_inactive_file: 147_168 },
    limit: 67_108_864,
  },
  networks: { eth0: { rx_bytes: 572, tx_bytes: 3 }, eth1: { rx_bytes: 8, tx_bytes: 4 } },
};

/** Of a container that does not run. */
const stopped = {
  pids_stats: {},
  blkio_stats: { io_service_bytes_recursive: null },
  cpu_stats: { cpu_usage: { total_usage: 0 } },
  precpu_stats: { cpu_usage: { total_usage: 0 } },
  memory_stats: {},
};

describe('containerStats', () => {
  it('reckons as docker stats does', () => {
    const { cpu, ...others } = containerStats(running);
    expect(cpu).toBeCloseTo(0.3648, 3);
    expect(others).toEqual({
      memory: 500_000,
      memoryLimit: 67_108_864,
      networkIn: 580,
      networkOut: 7,
      blockRead: 120,
      blockWrite: 7,
      processes: 1,
    });
  });

  it('takes the other name of the page cache under cgroup v2', () => {
    const memory_stats = { usage: 1_000, stats: { inactive_file: 400 }, limit: 2_000 };
    expect(containerStats({ ...running, memory_stats }).memory).toBe(600);
  });

  it.each([
    ['does not run', stopped],
    ['is nothing known of', null],
  ])('has no figures where a container %s', (_, answer) => {
    expect(Object.values(containerStats(answer))).toEqual(Array(8).fill(null));
  });
});
