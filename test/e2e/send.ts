import { type IncomingHttpHeaders, request } from 'node:http';

export interface Sent {
  path?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface Received {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** A request to a port of this machine, with the path and the Host as given: fetch would change both. */
export function send(port: number, asked: Sent = {}): Promise<Received> {
  const { path = '/', method = 'GET', headers = {}, body } = asked;
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, path, method, headers, agent: false },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }),
        );
      },
    );
    sent.on('error', reject).end(body);
  });
}
