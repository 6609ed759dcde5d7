/** The machine of a fake engine, as its containers meet it. */
export interface FakeMachine {
  /** Devices by path, with the group that may open them. */
  devices?: Readonly<Record<string, number>>;
  /** What the hook of the NVIDIA Container Toolkit says when a card cannot be passed on. */
  nvidiaHook?: string;
  /** Programs of the machine that containers can ask, by URL without a path; any other is refused. */
  answers?: Readonly<Record<string, 'answers' | 'silent'>>;
  /** What programs of its images, such as node, print when they are run in a container. */
  imagePrograms?: Readonly<Record<string, (args: readonly string[]) => string | Promise<string>>>;
  /** Programs that containers have, by name, and what they say: `nvidia-smi`. */
  programs?: Readonly<Record<string, () => FakeProgram>>;
}

export interface FakeProgram {
  exitCode?: number;
  stdout?: string;
  stderr?: string;
}

/** What a program in one container finds around it. */
export interface Surroundings {
  ask(url: string): 'answers' | 'silent' | 'refuses';
  mayOpen(path: string): boolean;
  /** Null where there is no such program. */
  program(name: string): FakeProgram | null;
}

/** @param groups of the container */
export function surroundings(
  { devices = {}, answers = {}, programs = {} }: FakeMachine,
  groups: readonly number[],
): Surroundings {
  return {
    ask: (url) => answers[new URL(url).origin] ?? 'refuses',
    program: (name) => programs[name]?.() ?? null,
    mayOpen: (path) => groups.includes(devices[path] ?? -1),
  };
}
