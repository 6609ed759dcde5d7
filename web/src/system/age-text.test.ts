import { describe, expect, it } from 'vitest';
import { ageText } from './age-text.ts';
import { durationText } from './duration-text.ts';

describe('ageText', () => {
  it.each([
    [-3, 'now', 'ahora'],
    [4, 'now', 'ahora'],
    [47, '40 sec ago', 'hace 40 s'],
    [200, '3 min ago', 'hace 3 min'],
    [7_300, '2 hr ago', 'hace 2 h'],
    [86_400 * 5, '5 days ago', 'hace 5 d'],
  ])('tells %d seconds in both languages', (seconds, english, spanish) => {
    expect(ageText(seconds, 'en')).toBe(english);
    expect(ageText(seconds, 'es')).toContain(spanish);
  });
});

describe('durationText', () => {
  it.each([
    [8.9, '8 s'],
    [750, '12 min'],
    [3_600, '1 h'],
    [8_000, '2 h 13 min'],
    [86_400 * 2 + 18_000, '2 d 5 h'],
  ])('tells %d seconds in the two largest units', (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});
