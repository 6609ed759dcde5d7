/** What a probe found out. Reasons are sentences for users, without a full stop; `mend` is a command or what to do. */
export type ProbeResult<Facts> =
  | { state: 'found'; facts: Facts }
  | { state: 'none'; reason: string }
  | { state: 'broken'; reason: string; mend: string };
