/** Whether the body of an answer is made while it is read. */
export function isStream({ headers }: Response): boolean {
  return /event-stream|ndjson/.test(headers.get('content-type') ?? '');
}
