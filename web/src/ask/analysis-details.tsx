import type { Schemas } from '../api/schema.d.ts';
import { texts } from '../i18n/language.ts';
import { visible } from '../text/visible.ts';

interface Props {
  analysis: Schemas['Analysis'];
  understood: string | undefined;
}

/** What `rag` understood of a question, for who asks for it. */
export function AnalysisDetails({ analysis, understood }: Props) {
  const { ask } = texts.value;
  const { language, intent, filter, variants } = analysis;
  const filters = Object.entries(filter).map(
    ([field, values]) => `${field}: ${[values].flat().join(', ')}`,
  );
  return (
    <details class="analysis">
      <summary>{ask.analysis}</summary>
      <dl>
        {understood && <Fact name={ask.understood} values={[understood]} />}
        <Fact name={ask.language} values={[language ? ask.languages[language] : ask.unknown]} />
        <Fact name={ask.intent} values={[ask.intents[intent] ?? intent]} />
        <Fact name={ask.found} values={filters} />
        <Fact name={ask.variants} values={variants} />
      </dl>
    </details>
  );
}

function Fact({ name, values }: { name: string; values: readonly string[] }) {
  const shown = values.length > 0 ? values : [texts.value.ask.none];
  return (
    <>
      <dt>{name}</dt>
      {shown.map((value) => (
        <dd key={value}>{visible(value)}</dd>
      ))}
    </>
  );
}
