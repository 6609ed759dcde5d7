/** A container, or a service of the embedded runtime, as `docker compose ps --format json` tells of one. */
export interface ComposeRow {
  id: string;
  name: string;
  image: string;
  command: string;
  project: string;
  service: string;
  /** Docker's words: `running`, `exited`, … */
  state: string;
  /** Null where nothing checks it. */
  health: string | null;
  /** For people: `Exited (137) 2 minutes ago`. */
  status: string;
  /** Milliseconds since the epoch; null where nobody noted it. */
  created: number | null;
  publishers: readonly { address: string; hostPort: number; containerPort: number }[];
  networks: readonly string[];
}

/** An object a line, with the keys of Compose 2.21 and newer, as far as gecko knows them. */
export function composeLines(rows: readonly ComposeRow[]): string {
  return rows.map((row) => JSON.stringify(compose(row))).join('\n');
}

function compose(row: ComposeRow) {
  const { id, name, image, command, project, service, state, health, status, created } = row;
  return {
    Command: command,
    ...(created === null ? {} : { CreatedAt: goTime(created) }),
    ExitCode: Number(/^Exited \((\d+)\)/.exec(status)?.[1] ?? 0),
    Health: health ?? '',
    ID: id,
    Image: image,
    Name: name,
    Names: name,
    Networks: row.networks.join(','),
    Ports: row.publishers
      .map(({ address, hostPort, containerPort }) => `${address}:${hostPort}->${containerPort}/tcp`)
      .join(', '),
    Project: project,
    Publishers: row.publishers.map(({ address, hostPort, containerPort }) => ({
      URL: address,
      TargetPort: containerPort,
      PublishedPort: hostPort,
      Protocol: 'tcp',
    })),
    Service: service,
    State: state,
    Status: status,
  };
}

/** As Go prints a time, and so Compose. */
function goTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
}
