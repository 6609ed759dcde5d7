/** The machine of a fake engine, as its containers meet it. */
export interface FakeMachine {
  /** Devices by path, with the group that may open them. */
  devices?: Readonly<Record<string, number>>;
  /** What the hook of the NVIDIA Container Toolkit says when a card cannot be passed on. */
  nvidiaHook?: string;
  /** Programs of the machine that containers can ask, by URL without a path; any other is refused. */
  answers?: Readonly<Record<string, 'answers' | 'silent'>>;
  /** What programs of its images, such as node, print when they are run in a container. */
  programs?: Readonly<Record<string, (args: readonly string[]) => string | Promise<string>>>;
}

/** What a program in one container finds around it. */
export interface Surroundings {
  ask(url: string): 'answers' | 'silent' | 'refuses';
  mayOpen(path: string): boolean;
}

/** @param groups of the container */
export function surroundings(
  { devices = {}, answers = {} }: FakeMachine,
  groups: readonly number[],
): Surroundings {
  return {
    ask: (url) => answers[new URL(url).origin] ?? 'refuses',
    mayOpen: (path) => groups.includes(devices[path] ?? -1),
  };
}
