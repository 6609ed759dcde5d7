/** What an error says, of whatever kind it is; for a log or as part of a sentence. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
