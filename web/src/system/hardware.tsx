import type { Schemas } from '../api/schema.d.ts';
import { language, texts } from '../i18n/language.ts';
import { bytesText } from '../text/bytes-text.ts';
import { visible } from '../text/visible.ts';
import { ageText } from './age-text.ts';
import { NeverTold } from './never-told.tsx';
import { Part } from './part.tsx';
import type { SeenBoth } from './seen.ts';
import { StateMark } from './state-mark.tsx';
import { commandFor, toldPart } from './told-parts.ts';
import { ToldText } from './told-text.tsx';

type Value = NonNullable<Schemas['System']['report']['hardware']>['value'];
type Proof = NonNullable<Value['proof']>;

/** What the machine has, how gecko uses it and why, and where the model was seen to run. */
export function Hardware({ seen, now }: { seen: SeenBoth; now: number }) {
  const { hardware } = texts.value.system;
  const told = toldPart('hardware', seen, now);
  if (!told)
    return (
      <Part name="hardware" title={hardware.title} told={null}>
        <NeverTold command={commandFor('hardware', seen)} />
      </Part>
    );
  const { profile, reason, cpu, memory, gpus, proof } = told.value;
  const bytes = (value: number) => bytesText(value, language.value);
  return (
    <Part name="hardware" title={hardware.title} told={told}>
      <dl class="facts-list">
        <dt>{hardware.profile}</dt>
        <dd>
          {profile === null ? hardware.noProfile : (hardware.profiles[profile] ?? visible(profile))}
        </dd>
        {profile !== null && reason !== '' && (
          <>
            <dt>{hardware.why}</dt>
            <dd>
              <ToldText text={reason} />
            </dd>
          </>
        )}
        <dt>{hardware.processor}</dt>
        <dd>
          {cpu.model !== null && `${visible(cpu.model)}, `}
          {hardware.threads(cpu.threads)}
        </dd>
        {memory.total !== null && (
          <>
            <dt>{hardware.memory}</dt>
            <dd>
              {memory.available === null
                ? bytes(memory.total)
                : hardware.memoryFree(bytes(memory.available), bytes(memory.total))}
            </dd>
          </>
        )}
        <dt>{hardware.gpus}</dt>
        <dd>
          {gpus.length === 0
            ? hardware.noGpus
            : gpus.map((gpu, index) => (
                // Two cards can be alike.
                <div key={index}>
                  {visible(gpu.name)}
                  {gpu.memory !== null && <span class="soft">, {bytes(gpu.memory)}</span>}
                </div>
              ))}
        </dd>
        <dt>{hardware.proof}</dt>
        <dd>
          {proof ? (
            <ProofText proof={proof} now={now} />
          ) : profile?.startsWith('gpu-') ? (
            <NeverTold command="gecko doctor" text={hardware.noProof} />
          ) : (
            placeNow(seen)
          )}
        </dd>
      </dl>
    </Part>
  );
}

function ProofText({ proof, now }: { proof: Proof; now: number }) {
  const { hardware } = texts.value.system;
  const { processor, text, model, tokensPerSecond, evidence, at } = proof;
  const number = new Intl.NumberFormat(language.value, { maximumFractionDigits: 1 });
  const more = [
    visible(model),
    tokensPerSecond === null ? null : hardware.rate(number.format(tokensPerSecond)),
    ageText((now - Date.parse(at)) / 1_000, language.value),
  ].filter((one) => one !== null);
  return (
    <>
      <p class="state-word">
        <StateMark
          mark={processor === 'gpu' ? 'good' : processor === 'partly' ? 'limited' : 'quiet'}
        />
        <span>{hardware.proofs[processor ?? 'unknown']}</span>
      </p>
      <p class="soft">
        <ToldText text={text} /> ({more.join(', ')})
      </p>
      {evidence.length > 0 && (
        <details>
          <summary>{hardware.evidence}</summary>
          <ul class="evidence" lang="en">
            {evidence.map((line) => (
              <li key={line}>{visible(line)}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** Where the backends see the model run now, which nobody has proven. */
function placeNow({ rag, qa }: SeenBoth): string {
  const { models, notKnown } = texts.value.system;
  const generators = [rag, qa].flatMap(({ system }) => system?.live.generator ?? []);
  const device = generators.map((one) => one.device).find((one) => one !== null);
  if (generators.length > 0 && generators.every(({ kind }) => kind === 'extractive'))
    return models.extractive;
  return device ? models.loaded[device] : notKnown;
}
