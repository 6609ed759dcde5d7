import { signal } from '@preact/signals';
import { kept } from './kept.ts';

export type Theme = 'light' | 'dark';

const dark = matchMedia('(prefers-color-scheme: dark)');

/** What the page looks like: as it was chosen, else as the system prefers. */
export const theme = signal<Theme>(chosenTheme() ?? preferredTheme());

dark.addEventListener('change', () => {
  if (chosenTheme() === null) theme.value = preferredTheme();
});

function chosenTheme(): Theme | null {
  const stored = kept('theme').read();
  return stored === 'light' || stored === 'dark' ? stored : null;
}

function preferredTheme(): Theme {
  return dark.matches ? 'dark' : 'light';
}
