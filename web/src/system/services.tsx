import { language, texts } from '../i18n/language.ts';
import { visible } from '../text/visible.ts';
import { ageText } from './age-text.ts';
import { durationText } from './duration-text.ts';
import { NeverTold } from './never-told.tsx';
import { Part } from './part.tsx';
import type { SeenBoth } from './seen.ts';
import { type ServiceRow, type ServiceState, serviceRows } from './service-rows.ts';
import { type Mark, StateMark } from './state-mark.tsx';
import { commandFor, toldPart } from './told-parts.ts';
import { ToldText } from './told-text.tsx';

const marks: Readonly<Record<ServiceState, Mark>> = {
  answers: 'good',
  running: 'good',
  degraded: 'limited',
  fails: 'bad',
  silent: 'bad',
  stopped: 'bad',
  own: 'quiet',
};

/** Each service with how it is, since when, and how often it had to be started again. */
export function Services({ seen, now }: { seen: SeenBoth; now: number }) {
  const { system } = texts.value;
  const { columns } = system.services;
  const told = toldPart('services', seen, now);
  const rows = serviceRows(seen, now);
  return (
    <Part name="services" title={system.services.title} isLive={isAnyLive(seen)} told={told}>
      <div class="services-head" aria-hidden="true">
        <span>{columns.name}</span>
        <span>{columns.state}</span>
        <span>{columns.version}</span>
        <span>{columns.up}</span>
        <span>{columns.restarts}</span>
      </div>
      <ul class="rows">
        {rows.map((row) => (
          <Service key={row.name} row={row} toldAge={told?.age ?? null} />
        ))}
      </ul>
      {!told && (
        <NeverTold command={commandFor('services', seen)} text={system.services.neverTold} />
      )}
    </Part>
  );
}

function Service({ row, toldAge }: { row: ServiceRow; toldAge: number | null }) {
  const { system } = texts.value;
  const { services } = system;
  const { name, state, isLive, version, uptime, restarts, url, before, replicas } = row;
  return (
    <li class="service">
      <div class="service-name">
        <strong>{visible(name)}</strong>
        <span class="soft">{services.about[name] ?? ''}</span>
        {url && /^https?:/.test(url) && <span class="soft url">{visible(url)}</span>}
      </div>
      <div class="service-state">
        <span class="state-word">
          <StateMark mark={marks[state]} />
          <span>{services.states[state]}</span>
        </span>
        {!isLive && <span class="soft">{services.asTold}</span>}
        {before && toldAge !== null && (
          <span class="soft">{services.before[before](ageText(toldAge, language.value))}</span>
        )}
      </div>
      <Fact label={services.columns.version} value={version === null ? null : visible(version)} />
      <Fact label={services.columns.up} value={uptime === null ? null : durationText(uptime)} />
      <Fact label={services.columns.restarts} value={restarts === null ? null : String(restarts)} />
      {replicas.length > 1 && (
        <details class="replicas">
          <summary>{services.replicas(replicas.length)}</summary>
          <ul>
            {replicas.map((replica) => (
              <li key={replica.name}>
                <StateMark
                  mark={
                    replica.state === 'stopped' || replica.health === 'unhealthy'
                      ? 'bad'
                      : replica.health === 'degraded'
                        ? 'limited'
                        : 'good'
                  }
                />
                <span>{visible(replica.name)}</span>{' '}
                <span class="soft">
                  {services.states[replica.state]} <ToldText text={replica.detail} />
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

function Fact({ label, value }: { label: string; value: string | null }) {
  const { system } = texts.value;
  return (
    <div class="fact">
      <span class="fact-label">{label}</span>
      {value === null ? (
        <span class="soft">
          <span aria-hidden="true">{system.none}</span>
          <span class="offscreen">{system.notKnown}</span>
        </span>
      ) : (
        <span>{value}</span>
      )}
    </div>
  );
}

function isAnyLive({ rag, qa }: SeenBoth): boolean {
  return [rag, qa].some(({ system, error }) => system !== null && error === null);
}
