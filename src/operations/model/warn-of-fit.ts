import { amount } from '../../amount.ts';
import type { Judgement } from '../../fit/judge-model.ts';
import { READING_SPEED } from '../../fit/rank-models.ts';
import type { Ui } from '../../ui/ui.ts';
import { machineText } from './fit-text.ts';
import type { ModelJudge } from './model-judge.ts';

/** Warns where a model does not fit, or only with a part of its layers on the card, and names one that does. */
export function warnOfFit(
  model: string,
  { needs, fit, tokensPerSecond }: Judgement,
  judge: Pick<ModelJudge, 'machine' | 'best'>,
  ui: Pick<Ui, 'event'>,
): void {
  const { machine } = judge;
  const figures = `${model} needs about ${amount(needs.total)}`;
  const best = judge.best();
  const other = best === null || best === model ? '' : ` ${best} fits: gecko model pull ${best}`;
  if (fit.where === 'no') {
    const text = `${figures}, and there is ${machineText(machine)}: it is not going to load.${other || ' None that gecko knows fits.'}`;
    ui.event({ type: 'warning', text });
  } else if (machine.gpu !== null && fit.where !== 'gpu') {
    const placed =
      fit.where === 'partly' ? `${fit.layers} of its ${fit.of} layers` : 'no layer of it';
    const text = `${figures}, and ${placed} can lie in ${machine.gpu.name} with ${amount(machine.gpu.memory)} free: the processor does the rest, slowly.${other}`;
    ui.event({ type: 'warning', text });
  } else if (tokensPerSecond !== null && tokensPerSecond < READING_SPEED) {
    const text = `${model} is going to write about ${tokensPerSecond.toFixed(1)} tokens a second here, slower than one reads.${other}`;
    ui.event({ type: 'note', text });
  }
}
