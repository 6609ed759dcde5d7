/** What a text with variables became. */
export interface Interpolated {
  text: string;
  /** Variables without a value and without a default. */
  unset: readonly string[];
  /** Messages of `${NAME:?message}` whose variable is not there. */
  required: readonly string[];
}

/**
 * Variables as Docker Compose replaces them: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`,
 * `${NAME:?message}`, `${NAME?message}`, `${NAME:+other}`, `${NAME+other}`; `$$` is a dollar sign. Defaults
 * may have variables of their own.
 */
export function interpolate(
  text: string,
  variables: Readonly<Record<string, string>>,
): Interpolated {
  const unset: string[] = [];
  const required: string[] = [];
  return { text: replaced(text), unset, required };

  function replaced(given: string): string {
    let result = '';
    let at = 0;
    while (at < given.length) {
      const next = given.indexOf('$', at);
      if (next === -1) return result + given.slice(at);
      result += given.slice(at, next);
      const [value, length] = one(given.slice(next));
      result += value;
      at = next + length;
    }
    return result;
  }

  /** What begins with a dollar sign, and how long that was. */
  function one(rest: string): [string, number] {
    if (rest.startsWith('$$')) return ['$', 2];
    const bare = /^\$([A-Za-z_]\w*)/.exec(rest);
    if (bare) return [valueIn(bare[1] ?? ''), bare[0].length];
    const braced = /^\$\{([A-Za-z_]\w*)(:?[-?+])?/.exec(rest);
    const end = braced ? closing(rest, braced[0].length) : -1;
    if (!braced || end === -1) return ['$', 1];
    const [whole, name = '', operator = ''] = braced;
    return [chosen(name, operator, rest.slice(whole.length, end)), end + 1];
  }

  function chosen(name: string, operator: string, words: string): string {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    const isThere = value !== undefined && (value !== '' || !operator.startsWith(':'));
    switch (operator.at(-1)) {
      case '-':
        return isThere ? value : replaced(words);
      case '+':
        return isThere ? replaced(words) : '';
      case '?':
        if (!isThere) required.push(`${name}: ${words === '' ? 'required' : words}`);
        return value ?? '';
      default:
        return valueIn(name);
    }
  }

  function valueIn(name: string): string {
    if (Object.hasOwn(variables, name)) return variables[name] ?? '';
    unset.push(name);
    return '';
  }
}

/** Of the brace that ends what began before `from`; -1 where none does. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text.startsWith('${', at)) depth += 1;
    else if (text[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}
