import type { Schemas } from '../api/schema.d.ts';
import { language, texts } from '../i18n/language.ts';
import { locale } from '../i18n/locale.ts';
import { Command } from '../shell/command.tsx';
import { bytesText } from '../text/bytes-text.ts';
import { visible } from '../text/visible.ts';
import { ageText } from './age-text.ts';
import { NeverTold } from './never-told.tsx';
import { Part } from './part.tsx';
import type { SeenBoth } from './seen.ts';
import { type Mark, StateMark } from './state-mark.tsx';
import { commandFor, toldPart } from './told-parts.ts';
import { ToldText } from './told-text.tsx';

type Value = NonNullable<Schemas['System']['report']['backups']>['value'];
type Backup = Value['backups'][number];

/** The last backups, whether they were seen to be whole, and when the next comes. */
export function Backups({ seen, now }: { seen: SeenBoth; now: number }) {
  const { backups } = texts.value.system;
  const told = toldPart('backups', seen, now);
  if (!told)
    return (
      <Part name="backups" title={backups.title} told={null}>
        <NeverTold command={commandFor('backups', seen)} />
      </Part>
    );
  const { backups: last, schedule } = told.value;
  return (
    <Part name="backups" title={backups.title} told={told}>
      {last.length === 0 && <NeverTold command="gecko backup all" text={backups.none} />}
      {last.length > 0 && (
        <ul class="rows">
          {last.map((backup) => (
            <BackupText key={backup.at} backup={backup} now={now} />
          ))}
        </ul>
      )}
      <dl class="facts-list">
        <dt>{backups.schedule}</dt>
        <dd>{schedule ? <ScheduleText schedule={schedule} now={now} /> : <NoSchedule />}</dd>
      </dl>
    </Part>
  );
}

/** How backups come to happen by themselves: a key, and what runs them. */
function NoSchedule() {
  const { backups } = texts.value.system;
  return (
    <div class="never-told">
      <p>{backups.noSchedule}</p>
      <p class="soft">{backups.scheduleKey}</p>
      <Command text={'backup: { schedule: "daily at 03:00" }'} />
      <p class="soft">{backups.scheduleRun}</p>
      <Command text="gecko backup schedule --print systemd" />
    </div>
  );
}

function ScheduleText({
  schedule,
  now,
}: {
  schedule: NonNullable<Value['schedule']>;
  now: number;
}) {
  const { backups } = texts.value.system;
  const { text, next, overdueSince } = schedule;
  return (
    <>
      {visible(text)}
      {next && <span class="soft">, {backups.next(moment(next))}</span>}
      {overdueSince && (
        <span class="tag" data-mark="limited">
          {backups.overdue(agoText(overdueSince, now))}
        </span>
      )}
    </>
  );
}

function BackupText({ backup, now }: { backup: Backup; now: number }) {
  const { backups } = texts.value.system;
  const { id, at, what, by, size, written, place, verified, problem } = backup;
  const bytes = (value: number) => bytesText(value, language.value);
  return (
    <li class="backup">
      <div>
        <strong>{agoText(at, now)}</strong> <span class="soft">{moment(at)}</span>
        <p class="soft">
          {visible(what)}, {backups.by[by]}
          {size !== null && `, ${backups.size(bytes(size), bytes(written ?? size))}`}
        </p>
        {place && <p class="soft place">{visible(place)}</p>}
      </div>
      <div>
        {problem ? (
          <>
            <State mark="bad" text={backups.failed} />
            <p>
              <ToldText text={problem.message} />
            </p>
          </>
        ) : verified ? (
          <Verified verified={verified} now={now} />
        ) : (
          <>
            <State mark="quiet" text={backups.unverified} />
            {id && (
              <>
                <p class="soft">{backups.unverifiedCommand}</p>
                <Command text={`gecko backup verify ${visible(id)}`} />
              </>
            )}
          </>
        )}
      </div>
    </li>
  );
}

function Verified({ verified, now }: { verified: NonNullable<Backup['verified']>; now: number }) {
  const { backups } = texts.value.system;
  const { at, restored, problem } = verified;
  const ago = agoText(at, now);
  if (problem)
    return (
      <>
        <State mark="bad" text={backups.damaged(ago)} />
        <p>
          <ToldText text={problem.message} />
        </p>
      </>
    );
  return <State mark="good" text={restored ? backups.restored(ago) : backups.whole(ago)} />;
}

function State({ mark, text }: { mark: Mark; text: string }) {
  return (
    <p class="state-word">
      <StateMark mark={mark} />
      <span>{text}</span>
    </p>
  );
}

function agoText(at: string, now: number): string {
  return ageText((now - Date.parse(at)) / 1_000, language.value);
}

function moment(at: string): string {
  const format = new Intl.DateTimeFormat(locale(), {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  return format.format(new Date(at));
}
