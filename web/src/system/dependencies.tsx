import type { Backend } from '../api/backend.ts';
import type { Schemas } from '../api/schema.d.ts';
import { language, texts } from '../i18n/language.ts';
import { Part } from './part.tsx';
import type { SeenBoth } from './seen.ts';
import { type Mark, StateMark } from './state-mark.tsx';
import { ToldText } from './told-text.tsx';

type Dependency = Schemas['SystemLive']['dependencies'][number];

const marks: Readonly<Record<Dependency['state'], Mark>> = {
  ok: 'good',
  degraded: 'limited',
  failed: 'bad',
};
const names = ['store', 'corpus', 'embedder', 'generator'] as const;

/** What the backends stand on, as each sees it, and how long it took to tell. */
export function Dependencies({ seen }: { seen: SeenBoth }) {
  const { dependencies } = texts.value.system;
  const backends = (['rag', 'qa'] as const).filter((name) => seen[name].system !== null);
  const isLive = backends.some((name) => seen[name].error === null);
  return (
    <Part name="dependencies" title={dependencies.title} isLive={isLive}>
      <ul class="rows">
        {names.map((name) => (
          <li key={name} class="dependency">
            <strong>{dependencies.names[name]}</strong>
            <div class="dependency-states">
              {views(name, seen).map(({ state, detail, backends: seers }) => (
                <div key={seers.map((seer) => seer.name).join()} class="dependency-state">
                  <span class="state-word">
                    <StateMark mark={marks[state]} />
                    <span>{dependencies.states[state]}</span>
                  </span>
                  <span class="latency" title={dependencies.latency}>
                    {seers
                      .map((seer) => dependencies.took(seer.name, number(seer.milliseconds)))
                      .join(' · ')}
                  </span>
                  <p class="soft">
                    <ToldText text={detail} />
                  </p>
                </div>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </Part>
  );
}

interface View extends Pick<Dependency, 'state' | 'detail'> {
  backends: { name: Backend; milliseconds: number }[];
}

/** Where both see the same it is told once. */
function views(name: Dependency['name'], seen: SeenBoth): View[] {
  const found: View[] = [];
  for (const backend of ['rag', 'qa'] as const) {
    const told = seen[backend].system?.live.dependencies.find((one) => one.name === name);
    if (!told) continue;
    const { state, detail, milliseconds } = told;
    const same = found.find((view) => view.state === state && view.detail === detail);
    if (same) same.backends.push({ name: backend, milliseconds });
    else found.push({ state, detail, backends: [{ name: backend, milliseconds }] });
  }
  return found;
}

function number(value: number): string {
  return new Intl.NumberFormat(language.value).format(value);
}
