import type { OldPort } from './old-stack.ts';

/** The TCP ports of a service's `ports`, in Compose's short and long form; what is none is left out. */
export function composePorts(given: unknown): OldPort[] {
  if (!Array.isArray(given)) return [];
  return given.flatMap((one: unknown) =>
    typeof one === 'object' && one !== null ? longForm(one as LongPort) : shortForm(String(one)),
  );
}

interface LongPort {
  target?: unknown;
  published?: unknown;
  host_ip?: unknown;
  protocol?: unknown;
}

function longForm({ target, published, host_ip, protocol }: LongPort): OldPort[] {
  if (protocol !== undefined && protocol !== 'tcp') return [];
  return pairs(typeof host_ip === 'string' ? host_ip : '', String(published ?? ''), String(target));
}

/** `8000:8000`, `127.0.0.1:8000:8000`, `[::1]:8000:8000`, `8000-8002:8000-8002/tcp`, `8000` */
function shortForm(text: string): OldPort[] {
  const [, address = '', published = '', target = '', protocol = 'tcp'] =
    /^(?:(\[[^\]]*\]|[^:]*):)??(?:([\d-]*):)?([\d-]+)(?:\/(\w+))?$/.exec(text.trim()) ?? [];
  return protocol === 'tcp' ? pairs(address.replace(/^\[|\]$/g, ''), published, target) : [];
}

/** A port that nobody chose is another at each start: it is no port to take over. */
function pairs(address: string, published: string, target: string): OldPort[] {
  const [hosts, containers] = [range(published), range(target)];
  if (hosts.length !== containers.length) {
    const [hostPort] = hosts;
    const [containerPort] = containers;
    return hostPort === undefined || containerPort === undefined || containers.length > 1
      ? []
      : [{ address, hostPort, containerPort }];
  }
  return hosts.map((hostPort, index) => ({
    address,
    hostPort,
    containerPort: containers[index] ?? hostPort,
  }));
}

function range(text: string): number[] {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  if (first === undefined) return [];
  const length = Math.min(Number(last) - Number(first) + 1, 1_000);
  return Array.from({ length: Math.max(0, length) }, (_, index) => Number(first) + index);
}
