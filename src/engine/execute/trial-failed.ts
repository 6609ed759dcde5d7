/** What a trial container showed not to work; who asked for it decides what that means. */
export class TrialFailed extends Error {
  override name = 'TrialFailed';
  /** In the words of the engine or of the container. */
  readonly said: string;

  constructor(said: string, cause?: unknown) {
    super(`A trial container failed: ${said}`, { cause });
    this.said = said;
  }
}
