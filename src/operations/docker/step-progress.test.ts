import { expect, it } from 'vitest';
import { step } from '../../plan/step.ts';
import type { Ui, UiEvent } from '../../ui/ui.ts';
import { stepProgress } from './step-progress.ts';

const pull = step({ kind: 'image.pull', reference: 'a:1', services: ['web'] }, '');

function shown(mode: Ui['mode']): string[] {
  const events: UiEvent[] = [];
  const progress = stepProgress({ mode, event: (event) => void events.push(event) });
  progress.show(pull, { id: 'one', status: 'Downloading', current: 1, total: 9 });
  progress.show(pull, { id: 'two', status: 'Downloading', current: 2, total: 9 });
  progress.show(pull, { id: 'one', status: 'Download complete' });
  progress.show(pull, { id: 'two', status: 'Extracting', current: 3, total: 9 });
  progress.end(pull);
  return events.map((event) => ('id' in event ? `${event.type} ${event.id}` : event.type));
}

it('has a line for each layer under way, on a terminal', () => {
  expect(shown('tty')).toEqual([
    'progress image.pull a:1 one',
    'progress image.pull a:1 two',
    'progress-end image.pull a:1 one',
    'progress image.pull a:1 two',
    'progress-end image.pull a:1 two',
    'progress-end image.pull a:1',
  ]);
});

it('has one for the image elsewhere', () => {
  expect(shown('plain')).toEqual([
    'progress image.pull a:1',
    'progress image.pull a:1',
    'progress image.pull a:1',
    'progress-end image.pull a:1',
  ]);
});
