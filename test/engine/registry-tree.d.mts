/** The program of Docker's registry. */
export function registryProgram(): string;
