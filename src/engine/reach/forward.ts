/** A port of this machine behind which a port of the engine's machine answers. */
export interface Forward {
  /** On 127.0.0.1. */
  port: number;
  /** False from the moment on that it leads nowhere any more. */
  isOpen(): boolean;
  close(): void;
}
