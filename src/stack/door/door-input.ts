import type { doorListens } from '../door-ports.ts';

/** A backend behind the door. */
export interface DoorBackend {
  /** `NAME:PORT` of each replica, by its DNS name. */
  replicas: readonly string[];
  /**
   * `NAME:PORT` of the one that signs browsers in: codes of sign-in links live in one. Where its name has
   * the addresses of several, always the same of them is asked.
   */
  first: string;
  /** False for a user's own: it gets no browser sessions. */
  isOurs: boolean;
}

/** Everything that the configuration of nginx depends on. */
export interface DoorInput {
  project: string;
  projectId: string;
  /** The project's token. */
  token: string;
  /** Ports that nginx listens on; in a container, always `doorListens`. */
  ports: Readonly<Record<keyof typeof doorListens, number>>;
  /** Names allowed in `Host` besides the loopback names, without port. */
  hosts: readonly string[];
  /** The project's own web origins, such as `http://127.0.0.1:8081`. */
  origins: readonly string[];
  page: {
    /** In the container. */
    folder: string;
    /** Content-Security-Policy. */
    policy: string;
    /** Ours, in whose `assets/` every name has a hash of its content. */
    isOurs: boolean;
  };
  rag: DoorBackend;
  qa: DoorBackend;
  /** Our own beside the user's two; null where one of the two is ours. */
  corpus: DoorBackend | null;
  qdrant: {
    /** `NAME:PORT` */
    server: string;
    isPublished: boolean;
  };
  /** How a container of a service, `<project>-<service>-<n>`, is asked for its health. */
  probes: readonly { service: string; port: number; path: string }[];
  /** Null: there is none. */
  ollama: {
    /**
     * Base URL; a path of it goes before the path of every request. Of an OpenAI-compatible server the
     * origin alone: the backends send the path.
     */
    url: string;
    /** A container of this project: then the backends reach it without the door. */
    isContainer: boolean;
    isPublished: boolean;
  } | null;
  /**
   * File of the authorities by which an Ollama behind https is checked, as nginx sees it; a relative one
   * lies beside its configuration.
   */
  authorities: string;
  /** Beyond loopback: then every route needs the token; null: it is not published there. */
  exposed: { isEncrypted: boolean } | null;
  limits: {
    /** Milliseconds for one request. */
    deadline: number;
    /** Bytes of a JSON body. */
    json: number;
    /** Bytes of a document. */
    document: number;
  };
  /** Address of the DNS server; null: the container's own, found when it starts. */
  resolver: string | null;
  /** Folder for the pid and temporary files. */
  scratch: string;
}
