import { describe, expect, it } from 'vitest';
import { keepSize } from './keep-size.ts';

type Size = { columns: number; rows: number };

/** A terminal, and an engine whose answers come when the test says so. */
function scene() {
  let size = { columns: 80, rows: 24 };
  let listener = () => {};
  const heard: Size[] = [];
  const answers: Array<(isGood: boolean) => void> = [];
  const terminal = {
    size: () => size,
    onResize: (onResize: () => void) => {
      listener = onResize;
      return () => {
        listener = () => {};
      };
    },
  };
  const resize = (told: Size) => {
    heard.push(told);
    return new Promise((resolve, reject) => {
      answers.push((isGood) => (isGood ? resolve(null) : reject(new Error('no program yet'))));
    });
  };
  return {
    ...keepSize(terminal, resize),
    heard,
    change(columns: number) {
      size = { columns, rows: 24 };
      listener();
    },
    async answer(isGood: boolean) {
      answers.shift()?.(isGood);
      await new Promise((resolve) => setTimeout(resolve, 100));
    },
  };
}

const columns = (sizes: readonly Size[]) => sizes.map((size) => size.columns);

describe('the size of a terminal', () => {
  it('is told one at a time, and the last one last', async () => {
    const { heard, change, answer } = scene();
    change(100);
    change(132);
    expect(columns(heard)).toEqual([80]);
    await answer(true);
    expect(columns(heard)).toEqual([80, 132]);
    await answer(true);
    expect(columns(heard)).toEqual([80, 132]);
  });

  it('is told again where the program was not there yet, as it is then', async () => {
    const { heard, change, answer } = scene();
    change(100);
    await answer(false);
    expect(columns(heard)).toEqual([80, 100]);
    await answer(true);
    change(132);
    await answer(false);
    expect(columns(heard)).toEqual([80, 100, 132, 132]);
  });

  it('is known to whoever waits for it once the program has it', async () => {
    const { told, answer } = scene();
    let isTold = false;
    void told.then(() => {
      isTold = true;
    });
    await answer(false);
    expect(isTold).toBe(false);
    await answer(true);
    expect(isTold).toBe(true);
  });

  it('is not told once it is over', async () => {
    const { heard, change, answer, stop } = scene();
    change(100);
    stop();
    await answer(false);
    change(132);
    expect(columns(heard)).toEqual([80]);
  });
});
