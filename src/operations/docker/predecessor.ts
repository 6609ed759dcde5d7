import type { DockerProject } from './open-project.ts';

/** What has served until now, in the other runtime or in containers that gecko has not made. */
export interface Predecessor {
  /** Ports of this machine that it gives free. */
  ports: readonly number[];
  /** The command that holds the project's lock, where it is not `gecko up`. */
  command?: string;
  /** Ends it for the work that takes its place; where that fails it answers again. */
  replacedBy<T>(work: () => Promise<T>): Promise<T>;
  /** Brings its corpus over to the containers, which run. */
  carry(project: DockerProject): Promise<void>;
}
