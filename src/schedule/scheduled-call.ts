/** A call of gecko that is made by a schedule, with all that the shell of now gives it. */
export interface ScheduledCall {
  project: string;
  /** Program and arguments, the program by its absolute path. */
  command: readonly string[];
  /** Absolute. */
  folder: string;
  /** Variables that it needs; no secrets. */
  environment: Readonly<Record<string, string>>;
  /** It may start programs that have to go on when it has ended, as the embedded services do. */
  leavesPrograms: boolean;
}
