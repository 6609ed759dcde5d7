import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { ServiceError } from '../contract/errors.ts';

/**
 * The tree of a JSON text, whose nodes name their place in it.
 * @param format what the text is part of, and the line in which it stands there
 * @throws ServiceError DOCUMENT_UNREADABLE
 */
export function jsonTree(text: string, { name, line }: { name: string; line: number }): Node {
  const errors: ParseError[] = [];
  const root = unlessTooDeep(name, () => parseTree(text, errors, { disallowComments: true }));
  const [error] = errors;
  if (root && !error) return root;
  const before = text.slice(0, error?.offset ?? 0).split('\n');
  const place = `line ${line + before.length - 1}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  const reason = error ? sentence(printParseErrorCode(error.error)) : 'a value is missing';
  throw unreadable(`${place}: ${reason}`, name);
}

/** What goes down a tree runs out of stack somewhere. @throws ServiceError DOCUMENT_UNREADABLE */
export function unlessTooDeep<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw unreadable('it is nested too deeply', name);
    throw error;
  }
}

/** `CommaExpected` → comma expected. */
function sentence(code: string): string {
  return code.replace(/(?!^)(?=[A-Z])/g, ' ').toLowerCase();
}

function unreadable(reason: string, name: string): ServiceError {
  return new ServiceError('DOCUMENT_UNREADABLE', `The document is not valid ${name}: ${reason}.`);
}
