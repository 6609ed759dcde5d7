import type { DockerProject } from './open-project.ts';

/** What has served the project until now, in the other runtime. */
export interface Predecessor {
  /** Ports of this machine that it gives free. */
  ports: readonly number[];
  /** Ends it for the work that takes its place; where that fails it answers again. */
  replacedBy<T>(work: () => Promise<T>): Promise<T>;
  /** Brings its corpus over to the containers, which run. */
  carry(project: DockerProject): Promise<void>;
}
