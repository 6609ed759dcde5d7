import { expect, it } from 'vitest';
import { reservation } from './wording.ts';

it('an answer makes a reservation of the names that were not found', () => {
  expect(reservation('en', { names: ['Bluetooth', 'China'] })).toBe(
    'Nothing was found about “Bluetooth”, “China”.\n\n',
  );
  expect(reservation('es', { names: ['Canarias'] })).toBe(
    'No se encontró nada sobre «Canarias».\n\n',
  );
  expect(reservation('en', { names: [] })).toBe('');
});
