import { confirm } from '@inquirer/prompts';

/** Asks on the terminal; no is the answer to a bare Enter. stdout stays for results. */
export function askYesNo(question: string, signal: AbortSignal): Promise<boolean> {
  return confirm({ message: question, default: false }, { output: process.stderr, signal });
}
