import type { ReportValues } from '@gecko/core/contract/system-report';
import type { InstalledModel } from '../clients/ollama.ts';
import type { Fit } from '../fit/fit-of.ts';
import { clipped } from './clipped.ts';

type Models = ReportValues['models'];

export interface SeenModel
  extends Pick<InstalledModel, 'name' | 'bytes' | 'parameterSize' | 'quantisation'> {
  contextTokens: number | null;
  /** Null: not known. */
  fit: Fit | null;
}

/** The installed models, and whether there is room for each, for the page. */
export function modelsPart(chosen: string | null, models: readonly SeenModel[]): Models {
  return {
    chosen,
    models: models
      .slice(0, 200)
      .map(({ name, bytes, parameterSize, quantisation, contextTokens, fit }) => ({
        name: clipped(name, 300),
        size: bytes,
        parameters: parameterSize || null,
        quantisation: quantisation || null,
        contextTokens,
        fit: fit === null ? null : fit.where === 'no' ? 'none' : fit.where,
        detail: fit === null ? '' : detailOf(fit),
      })),
  };
}

function detailOf(fit: Fit): string {
  switch (fit.where) {
    case 'gpu':
      return 'fits on the graphics card';
    case 'partly':
      return `${fit.layers} of ${fit.of} layers fit on the graphics card`;
    case 'cpu':
      return 'fits into the main memory';
    case 'no':
      return `lacks ${(fit.lacking / 2 ** 30).toFixed(1)} GiB of memory`;
  }
}
