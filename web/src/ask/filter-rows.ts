import type { AskSettings } from './conversation.ts';

/** One value of a field, as it is edited. */
export interface FilterRow {
  field: string;
  value: string;
}

/** A row for each value: a value may hold any sign. */
export function rowsOf(filter: AskSettings['filter']): FilterRow[] {
  return Object.entries(filter).flatMap(([field, values]) =>
    values.map((value) => ({ field, value })),
  );
}

/** Rows of one field are joined: any of their values will do. Rows without a field or a value say nothing. */
export function filterOf(rows: readonly FilterRow[]): Record<string, string[]> {
  const filter = new Map<string, string[]>();
  for (const { field, value } of rows.map(trimmed)) {
    const values = filter.get(field) ?? [];
    if (field !== '' && value !== '' && !values.includes(value))
      filter.set(field, [...values, value]);
  }
  return Object.fromEntries(filter);
}

function trimmed({ field, value }: FilterRow): FilterRow {
  return { field: field.trim(), value: value.trim() };
}
