/** The program of age itself. */
export function ageProgram(): string;
