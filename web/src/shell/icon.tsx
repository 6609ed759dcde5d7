/** Outlines on a grid of 24, drawn for this page. */
const outlines = {
  ask: 'M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-5 4v-4.1a2.5 2.5 0 0 1-2-2.4zM8.5 8.5h7M8.5 11.8h4.5',
  corpus:
    'M6 3.5h8l4.5 4.5v11a1.5 1.5 0 0 1-1.5 1.5H6A1.5 1.5 0 0 1 4.5 19V5A1.5 1.5 0 0 1 6 3.5zM14 3.5V8h4.5M8 12.5h7M8 16h5',
  system: 'M3.5 12h4l2.5-6.5 4 13 2.5-6.5h4',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.8v2.2M12 19v2.2M2.8 12H5M19 12h2.2M5.5 5.5 7 7M17 17l1.5 1.5M18.5 5.5 17 7M7 17l-1.5 1.5',
  moon: 'M19.5 14.3A8 8 0 0 1 9.7 4.5a8 8 0 1 0 9.8 9.8z',
  close: 'M6 6l12 12M18 6 6 18',
  send: 'M12 19.5v-15M5.5 11 12 4.5l6.5 6.5',
  stop: 'M6.5 6.5h11v11h-11z',
  retry: 'M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 4v4h-4',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1',
  list: 'M4.5 6.5h15M4.5 12h15M4.5 17.5h9',
  plus: 'M12 5v14M5 12h14',
  edit: 'M4.5 19.5h4L19 9l-4-4L4.5 15.5zM13 7l4 4',
  bin: 'M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7',
  upload: 'M12 15.5V5M7.5 9.5 12 5l4.5 4.5M5 19.5h14',
  folder: 'M3.5 18V6.5h6l2 2.5h9v9z',
  back: 'M19 12H5M11 6l-6 6 6 6',
  save: 'M12 4.5v10.5M7.5 11 12 15.5l4.5-4.5M5 19.5h14',
  options: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8v4.4M9 14.8v4.4',
  filter: 'M4 6h16M7 12h10M10.5 18h3',
  more: 'M12 6v.01M12 12v.01M12 18v.01',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  copy: 'M8.5 8.5h11v11h-11zM15.5 8.5v-4h-11v11h4',
} as const;

export type IconName = keyof typeof outlines;

/** A picture beside a text or a label that says the same. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={outlines[name]} />
    </svg>
  );
}
