/**
 * Fills `{{name}}` in a template.
 * @throws Error for a name without a value: a defect of the template
 */
export function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`a template asks for ${name}, which has no value`);
    return String(value);
  });
}
