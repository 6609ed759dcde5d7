import { language, texts } from '../i18n/language.ts';
import { bytesText } from '../text/bytes-text.ts';
import { visible } from '../text/visible.ts';
import { type ModelRow, modelRows } from './model-rows.ts';
import { Part } from './part.tsx';
import { PullForm } from './pull-form.tsx';
import type { Pulling } from './pulling.ts';
import type { SeenBoth } from './seen.ts';
import { StateMark } from './state-mark.tsx';
import { toldPart } from './told-parts.ts';
import { ToldText } from './told-text.tsx';

interface Props {
  seen: SeenBoth;
  now: number;
  pulling: Pulling;
}

/** What answers, which models there are, where they are loaded, and how another comes. */
export function Models({ seen, now, pulling }: Props) {
  const { models } = texts.value.system;
  const told = toldPart('models', seen, now);
  const known = [seen.rag, seen.qa].flatMap(({ system }) => (system ? [system.live] : []));
  const isLive = [seen.rag, seen.qa].some(({ system, error }) => system !== null && error === null);
  const ollama = known.map((live) => live.ollama).find((one) => one !== null) ?? null;
  const generator = known.map((live) => live.generator).find((one) => one !== null) ?? null;
  const rows = modelRows(ollama, told?.value ?? null);
  return (
    <Part name="models" title={models.title} isLive={isLive} told={told}>
      {generator && (
        <p class="answers-now">
          <span class="soft">{models.answersNow}</span>{' '}
          <strong>
            {generator.kind === 'extractive'
              ? models.extractive
              : visible([generator.model, generator.kind].filter(Boolean).join(', '))}
          </strong>
        </p>
      )}
      {rows.length > 0 && (
        <ul class="rows">
          {rows.map((row) => (
            <Model key={row.name} row={row} />
          ))}
        </ul>
      )}
      {ollama === null && known.length > 0 && (
        <p class="soft">{rows.length > 0 ? models.noOllamaNow : models.noOllama}</p>
      )}
      {ollama !== null && rows.length === 0 && <p class="soft">{models.none}</p>}
      {(ollama !== null || pulling.pull.value.state !== 'none') && <PullForm pulling={pulling} />}
    </Part>
  );
}

function Model({ row }: { row: ModelRow }) {
  const { models } = texts.value.system;
  const { name, size, parameters, quantisation, isChosen, loaded, fit, detail } = row;
  const facts = [bytesText(size, language.value), parameters, quantisation].filter(Boolean);
  const percent = new Intl.NumberFormat(language.value, { style: 'percent' });
  return (
    <li class="model">
      <div>
        <strong>{visible(name)}</strong>{' '}
        {isChosen && (
          <span class="tag" data-mark="good">
            {models.chosen}
          </span>
        )}
      </div>
      <div class="soft">{visible(facts.join(' · '))}</div>
      <div>
        {loaded ? (
          <span class="state-word">
            <StateMark mark="good" />
            <span>
              {models.loaded[loaded.device ?? 'unknown']}
              {loaded.device === 'partly' && `, ${models.onGpu(percent.format(loaded.gpuShare))}`}
            </span>
          </span>
        ) : (
          <span class="soft">{models.notLoaded}</span>
        )}
      </div>
      <div>
        {fit && (
          <span class="state-word">
            <StateMark mark={fit === 'none' ? 'bad' : fit === 'partly' ? 'limited' : 'good'} />
            <span>{models.fits[fit]}</span>
          </span>
        )}
        {detail !== '' && (fit === 'partly' || fit === 'none') && (
          <p class="soft">
            <ToldText text={detail} />
          </p>
        )}
      </div>
    </li>
  );
}
