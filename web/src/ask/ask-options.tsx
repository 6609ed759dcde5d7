import { useState } from 'preact/hooks';
import { texts } from '../i18n/language.ts';
import { Icon } from '../shell/icon.tsx';
import { useLoaded } from '../states/use-loaded.ts';
import { useAsk } from './ask-context.ts';
import { FilterEditor } from './filter-editor.tsx';
import { loadCollections } from './load-collections.ts';
import { loadModels } from './load-models.ts';

const backends = ['rag', 'qa'] as const;

/** Backend, collection, model and filters of the next question. */
export function AskOptions() {
  const { settings } = useAsk();
  const { ask } = texts.value;
  const { backend, collection, model } = settings.value;
  const [isOpen, setOpen] = useState(false);
  // Each is empty where its backend does not tell: asking works without.
  const collections = useLoaded((signal) => loadCollections(backend, signal), [backend]);
  const models = useLoaded((signal) => loadModels(backend, signal), [backend]);
  return (
    <div class="options" data-open={isOpen}>
      <fieldset class="segments">
        <legend class="offscreen">{ask.backend}</legend>
        {backends.map((name) => (
          <label key={name} title={ask.backendTips[name]}>
            <input
              type="radio"
              name="backend"
              checked={backend === name}
              onChange={() => {
                settings.value = { ...settings.value, backend: name };
              }}
            />
            {ask.backends[name]}
          </label>
        ))}
      </fieldset>
      <button
        type="button"
        class="button quiet more"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="options" />
        {ask.options}
      </button>
      <div class="choices">
        <Choice
          label={ask.collection}
          usual={ask.defaultCollection}
          chosen={collection}
          among={collections.state === 'loaded' ? collections.value.map(({ name }) => name) : []}
          onChoose={(name) => {
            settings.value = { ...settings.value, collection: name };
          }}
        />
        <Choice
          label={ask.model}
          usual={ask.defaultModel}
          chosen={model}
          among={models.state === 'loaded' ? models.value : []}
          onChoose={(name) => {
            settings.value = { ...settings.value, model: name };
          }}
        />
        <FilterEditor />
      </div>
    </div>
  );
}

interface ChoiceProps {
  label: string;
  /** What is taken where nothing is chosen. */
  usual: string;
  chosen: string | null;
  among: readonly string[];
  onChoose(name: string | null): void;
}

function Choice({ label, usual, chosen, among, onChoose }: ChoiceProps) {
  // What was chosen before stays to be seen where it is gone, so that the error that follows is understood.
  const names = chosen === null || among.includes(chosen) ? among : [chosen, ...among];
  return (
    <select
      class="field choice"
      aria-label={label}
      title={label}
      value={chosen ?? ''}
      disabled={names.length === 0}
      onChange={({ currentTarget }) => onChoose(currentTarget.value || null)}
    >
      <option value="">{usual}</option>
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}
