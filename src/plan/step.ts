import type { ContainerSpec, NetworkSpec } from '../engine/objects.ts';
import type { ServiceName } from '../stack/service-spec.ts';
import type { ConfigFile } from '../stack/stack.ts';

/** What every step has. */
interface StepBase {
  /** Unique in its plan: the kind and the resource, such as `container.create gecko-rag-1`. */
  id: string;
  /** Why, for people. */
  cause: string;
  /** Ids of the steps that have to be done before; one that is not in the plan counts as done. */
  after: readonly string[];
}

/** What is done, with what; nearly each one call to the engine. */
export type Action =
  | { kind: 'image.pull'; reference: string; services: readonly ServiceName[] }
  | {
      kind: 'image.build';
      reference: string;
      services: readonly ServiceName[];
      /** A user's own folder; null: the packaged context. */
      folder: string | null;
      /** Makes every step of it anew. */
      noCache?: boolean;
    }
  | { kind: 'network.create'; spec: NetworkSpec }
  | { kind: 'network.remove'; name: string }
  | { kind: 'volume.create'; name: string; labels: Readonly<Record<string, string>> }
  | { kind: 'volume.remove'; name: string }
  /** Files into a volume, through a container that is created for it and never started. */
  | {
      kind: 'volume.put';
      name: string;
      /** Of that container. */
      image: string;
      /** `uid:gid` of the files; 0400, their folder 0700. Null: any user of a container may read them. */
      owner: string | null;
      files: readonly ConfigFile[];
      labels: Readonly<Record<string, string>>;
    }
  /** All that an existing volume holds, to the user of the service that it is for. */
  | {
      kind: 'volume.chown';
      name: string;
      image: string;
      /** `uid:gid` */
      owner: string;
      labels: Readonly<Record<string, string>>;
    }
  /** The embedding weights into their volume, in the same way. */
  | {
      kind: 'weights.put';
      name: string;
      image: string;
      labels: Readonly<Record<string, string>>;
    }
  /** A short-lived container in the place of one of a service, removed in any case: it has to end well. */
  | {
      kind: 'container.try';
      service: ServiceName;
      spec: ContainerSpec;
      /** Made for it, and removed with it; null: those of its spec are there. */
      network: NetworkSpec | null;
    }
  | { kind: 'container.create'; service: ServiceName; spec: ContainerSpec }
  | { kind: 'container.start'; service: ServiceName; name: string }
  | { kind: 'container.restart'; service: ServiceName; name: string; seconds: number }
  | { kind: 'container.stop'; service: ServiceName; name: string; seconds: number }
  | { kind: 'container.remove'; service: ServiceName; name: string }
  /** nginx looks names up again at once, not only after a failure and some seconds. */
  | {
      kind: 'door.reload';
      name: string;
      /** The replica, or the service of several, that is healthy by now; null: all that were started. */
      joined: string | null;
    }
  /** Until it answers on its port, asked through the door. */
  | { kind: 'wait.healthy'; service: ServiceName; name: string }
  | { kind: 'model.pull'; model: string }
  /** Into the memory, as the backends ask for it, so that the first question does not wait. */
  | { kind: 'model.load'; model: string };

export type Step = StepBase & Action;

/** What is to be done, in an order that `after` allows. */
export interface Plan {
  steps: readonly Step[];
  /** What people should know before. */
  notes: readonly string[];
  /** What is lost for good by it: asked about first. */
  destructive: readonly string[];
}

/** @param after ids, as `stepId` makes them */
export function step(action: Action, cause: string, after: readonly string[] = []): Step {
  return { id: stepId(action.kind, resourceOf(action)), cause, after, ...action };
}

export function stepId(kind: Action['kind'], resource: string): string {
  return `${kind} ${resource}`;
}

/** The resource that a step is about. */
function resourceOf(action: Action): string {
  switch (action.kind) {
    case 'image.pull':
    case 'image.build':
      return action.reference;
    case 'network.create':
    case 'container.try':
    case 'container.create':
      return action.spec.name;
    case 'door.reload':
      return action.joined === null ? action.name : `${action.name} for ${action.joined}`;
    case 'model.pull':
    case 'model.load':
      return action.model;
    default:
      return action.name;
  }
}
