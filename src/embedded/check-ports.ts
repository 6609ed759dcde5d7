import type { ResolvedConfig } from '../config/schema.ts';
import { listen } from './listen.ts';
import type { Ports } from './serve.ts';

/**
 * Whether the ports can be had, before what runs is stopped for a start that would fail.
 *
 * @param own ports of what runs, which it will give back
 * @throws GeckoError PORT_TAKEN (exit 22), PERMISSION
 */
export async function checkPorts(wanted: ResolvedConfig['ports'], own: Ports): Promise<void> {
  const ours = new Set(Object.values(own));
  const ports = { rag: wanted.rag, qa: wanted.qa, web: wanted.web[0] };
  for (const [name, port] of Object.entries(ports)) {
    if (port === undefined || ours.has(port)) continue;
    const server = await listen(port, `ports.${name}`, () => {});
    await new Promise((resolve) => server.close(resolve));
  }
}
