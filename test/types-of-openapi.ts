/** A schema of OpenAPI 3.1, what zod-openapi writes of it. */
interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  prefixItems?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

export interface OpenApi {
  components: { schemas: Record<string, Schema> };
}

/**
 * The document's component schemas as TypeScript. openapi-typescript builds its output by the compiler's
 * JavaScript API, which TypeScript 7 has no more.
 */
export function typesOfOpenApi({ components }: OpenApi): string {
  const members = Object.entries(components.schemas)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, schema]) => `  ${comment(schema, '  ')}${name}: ${typeOf(schema, '  ')};\n`);
  return [
    '/** Made from the OpenAPI document of the backends: npm run schema. */\n',
    `export interface Schemas {\n${members.join('')}}\n`,
  ].join('');
}

function typeOf(schema: Schema, indent: string): string {
  if (schema.$ref) return `Schemas['${schema.$ref.split('/').at(-1)}']`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)));
  const several = schema.anyOf ?? schema.oneOf;
  if (several) return union(several.map((one) => typeOf(one, indent)));
  if (schema.allOf) return schema.allOf.map((one) => typeOf(one, indent)).join(' & ');
  if (Array.isArray(schema.type))
    return union(schema.type.map((type) => typeOf({ ...schema, type }, indent)));
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array':
      return schema.prefixItems
        ? `[${schema.prefixItems.map((one) => typeOf(one, indent)).join(', ')}]`
        : `Array<${typeOf(schema.items ?? {}, indent)}>`;
    case 'object':
      return object(schema, indent);
    default:
      return 'unknown';
  }
}

function object({ properties, required = [], additionalProperties }: Schema, indent: string) {
  if (!properties) {
    const values = typeof additionalProperties === 'object' ? additionalProperties : {};
    return `Record<string, ${typeOf(values, indent)}>`;
  }
  const inner = `${indent}  `;
  const members = Object.entries(properties).map(
    ([name, schema]) =>
      `${inner}${comment(schema, inner)}${/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema, inner)};\n`,
  );
  return `{\n${members.join('')}${indent}}`;
}

function comment({ description }: Schema, indent: string): string {
  return description ? `/** ${description.replaceAll('*/', '*\\/')} */\n${indent}` : '';
}

function union(types: readonly string[]): string {
  return [...new Set(types)].join(' | ');
}
