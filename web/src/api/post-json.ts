/** What makes a request one with a JSON body. */
export function postJson(body: unknown, more: RequestInit = {}): RequestInit {
  return {
    ...more,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...more.headers },
    body: JSON.stringify(body),
  };
}
