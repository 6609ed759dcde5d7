import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report, Style } from '../../ui/ui.ts';
import { wrap } from '../../ui/wrap.ts';
import { runtimeOf } from '../choose-runtime.ts';
import { doctorFacts } from '../doctor/facts.ts';
import { fixText } from '../doctor/fix-text.ts';
import { oneLine } from '../one-line.ts';
import { gpuMend } from './gpu-mend.ts';
import { proofJson } from './proof-json.ts';
import { proveGpu } from './prove-gpu.ts';

/**
 * `status --gpu`: what `status` reports, and where the model runs, or why nobody can tell; it is loaded for
 * that.
 */
export async function statusWithGpu(report: Report, runtime: Runtime): Promise<Report> {
  const facts = doctorFacts(await runtimeOf(runtime), runtime);
  const found = await proveGpu(facts, runtime.signal).catch((error: unknown) => {
    runtime.signal.throwIfAborted();
    if (error instanceof GeckoError) return { skipped: error.message };
    throw error;
  });
  const add = (json: object, lines: (style: Style) => readonly string[]): Report => ({
    json: { ...report.json, gpu: json },
    text: (style) => [report.text(style), '', ...lines(style)].join('\n'),
  });
  if ('skipped' in found)
    return add({ skipped: found.skipped }, (style) => [
      wrap(`GPU: not looked at. ${found.skipped}.`, style.columns, '', '  '),
    ]);
  const { proof, site } = found;
  const fix = gpuMend(proof.mend, site);
  return add(proofJson(proof), (style) => {
    const shown = (text: string) => wrap(oneLine(text), style.columns, '', '  ');
    const colour = proof.isFine ? style.green : style.yellow;
    return [
      colour(shown(`${proof.text}.`)),
      ...proof.evidence.map((line) => style.dim(wrap(oneLine(line), style.columns, '  ', '    '))),
      ...(fix ? [shown(`${style.bold('Mend:')} ${fixText(fix)}`)] : []),
      ...(proof.isFine ? [] : [style.dim(`gecko explain ${proof.code}`)]),
    ];
  });
}
