import { confirm, password } from '@inquirer/prompts';

/** Asks on the terminal; no is the answer to a bare Enter. stdout stays for results. */
export function askYesNo(question: string, signal: AbortSignal): Promise<boolean> {
  return confirm({ message: question, default: false }, { output: process.stderr, signal });
}

/** Asks for a text, of which nothing is shown. */
export function askHidden(question: string, signal: AbortSignal): Promise<string> {
  return password({ message: question }, { output: process.stderr, signal });
}
