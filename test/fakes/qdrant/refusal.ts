/** What Qdrant says instead of an answer. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A body that cannot be read as what the route takes. */
export function formatError(reason: string): Refusal {
  return new Refusal(400, `Format error in JSON body: ${reason}`);
}

export function wrongInput(reason: string): Refusal {
  return new Refusal(400, `Wrong input: ${reason}`);
}
