/** Path of the program. @throws Error where it cannot be fetched */
export function composeProgram(): string;
