import { isLoopback } from '../../stack/is-loopback.ts';
import type { ConnectInput } from '../connect/connect-input.ts';
import { parseEndpoint } from '../connect/endpoint.ts';
import type { Engine } from '../engine.ts';
import type { PublishedPort } from '../objects.ts';
import { execForward } from './exec-forward.ts';
import type { Forward } from './forward.ts';
import { sshForward } from './ssh-forward.ts';

/** Ways from here to what a container of an engine on another machine publishes there. */
export interface Reach {
  /** Base URL that answers here, `http://127.0.0.1:41537`; the same again as long as it leads there. */
  url(port: PublishedPort): Promise<string>;
  close(): void;
}

/**
 * Each way is made at its first use: by ssh where the engine is reached so and the server forwards, else
 * through the container itself, as always where the port is published beyond loopback: there it is for
 * strangers.
 * @param container name of the one that publishes
 */
export function openReach(
  engine: Pick<Engine, 'info' | 'exec'>,
  container: string,
  { env }: Pick<ConnectInput, 'env'>,
  signal: AbortSignal,
): Reach {
  const endpoint = parseEndpoint(engine.info.address, null);
  const ways = new Map<number, Way>();
  const make = async (port: PublishedPort) =>
    (typeof endpoint === 'object' && endpoint.kind === 'ssh' && isLoopback(port.address)
      ? await sshForward(endpoint, port, env, signal)
      : null) ?? execForward(engine, container, port.containerPort, signal);
  return {
    async url(port) {
      const known = ways.get(port.hostPort);
      const way = known?.isOpen() ? known : wayOf(make(port));
      ways.set(port.hostPort, way);
      return `http://127.0.0.1:${(await way.forward).port}`;
    },
    close() {
      for (const way of ways.values()) way.close();
    },
  };
}

interface Way extends Pick<Forward, 'isOpen' | 'close'> {
  forward: Promise<Forward>;
}

/** A forward that is being made: open until it fails. */
function wayOf(forward: Promise<Forward>): Way {
  let made: Forward | null = null;
  let failed = false;
  let closed = false;
  forward.then(
    (one) => {
      made = one;
      if (closed) one.close();
    },
    () => {
      failed = true;
    },
  );
  return {
    forward,
    isOpen: () => !failed && made?.isOpen() !== false,
    close() {
      closed = true;
      made?.close();
    },
  };
}
