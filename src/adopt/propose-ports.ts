import type { OldPort, OldService } from './old-stack.ts';
import type { Proposal } from './propose.ts';
import type { TakenOver } from './taken-over.ts';

/** Ports in the containers, where the old stack has them. */
const inside = { rag: 8000, qa: 8002, qdrant: 6333, ollama: 11_434 } as const;

/** Of which everybody knows what they are; Qdrant's gRPC among them. Backends may listen on the same one. */
const known: readonly number[] = [inside.qdrant, 6334, inside.ollama];

/** The ports that people know, which stay; what was not published is not published. */
export function proposePorts({ services }: TakenOver): Proposal {
  const ports: Record<string, number | number[]> = {};
  const publish: Record<string, boolean> = {};
  const notes: string[] = [];
  const web = [...new Set((services.web?.ports ?? []).map(({ hostPort }) => hostPort))];
  if (web.length > 0) ports.web = web;
  for (const name of ['rag', 'qa', 'qdrant', 'ollama'] as const) {
    const service = services[name];
    const port = service ? portOf(service, inside[name]) : null;
    if (port) ports[name] = port.hostPort;
    else if (service && (name === 'qdrant' || name === 'ollama')) publish[name] = false;
  }
  const wide = Object.values(services).filter((service) => service.ports.some(isWide));
  if (wide.length > 0)
    notes.push(
      `${namesOf(wide)} ${wide.length === 1 ? 'was' : 'were'} open to the network; gecko publishes on 127.0.0.1 alone until gecko up --expose, with TLS and keys (docs/containers.md).`,
    );
  const grpc = services.qdrant?.ports.some(({ containerPort }) => containerPort === 6334);
  if (grpc) notes.push("Qdrant's gRPC port 6334 is not published by gecko: ask it over HTTP.");
  return {
    values: {
      ...(Object.keys(ports).length > 0 ? { ports } : {}),
      ...(Object.keys(publish).length > 0 ? { publish } : {}),
    },
    notes,
  };
}

/** That of the service, or the only one that it has, where that is no other's. */
function portOf({ ports }: OldService, containerPort: number): OldPort | undefined {
  const [first] = ports;
  const isOnly = ports.every((one) => one.containerPort === first?.containerPort);
  const only = isOnly && first && !known.includes(first.containerPort) ? first : undefined;
  return ports.find((one) => one.containerPort === containerPort) ?? only;
}

function isWide({ address }: OldPort): boolean {
  return !/^(127\.|::1$|localhost$)/.test(address);
}

function namesOf(services: readonly OldService[]): string {
  return services.map(({ name }) => name).join(', ');
}
