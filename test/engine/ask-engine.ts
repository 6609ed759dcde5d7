import { request } from 'node:http';

/** A call to the tests' own engine that its interface in gecko has no use for. @returns what it said */
export function askEngine(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  headers: Readonly<Record<string, string>> = {},
  json?: unknown,
): Promise<string> {
  const socketPath = process.env.GECKO_TEST_ENGINE;
  const all = json === undefined ? headers : { ...headers, 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const sent = request(
      { socketPath, path: `/v1.41${path}`, method, headers: all },
      async (answer) => {
        let said = '';
        for await (const part of answer.setEncoding('utf8')) said += part;
        if ((answer.statusCode ?? 500) < 300) resolve(said);
        else reject(new Error(`${path}: ${said}`));
      },
    );
    sent.on('error', reject);
    sent.end(json === undefined ? '' : JSON.stringify(json));
  });
}
