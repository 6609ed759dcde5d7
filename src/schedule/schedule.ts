export const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;
export type Weekday = (typeof weekdays)[number];

/** When something happens again and again, by the local clock. */
export type Schedule =
  /** At full hours that this divides, from midnight on: 1, 2, 3, 4, 6, 8 or 12. */
  | { kind: 'hours'; every: number }
  | { kind: 'daily'; hour: number; minute: number }
  | { kind: 'weekly'; weekday: Weekday; hour: number; minute: number };
