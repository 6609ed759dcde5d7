import { texts } from '../i18n/language.ts';
import { Command } from '../shell/command.tsx';
import { visible } from '../text/visible.ts';
import { NeverTold } from './never-told.tsx';
import { type Finding, orderFindings } from './order-findings.ts';
import { Part } from './part.tsx';
import type { SeenBoth } from './seen.ts';
import { type Mark, StateMark } from './state-mark.tsx';
import { commandFor, toldPart } from './told-parts.ts';
import { ToldText } from './told-text.tsx';

const marks: Readonly<Record<Finding['severity'], Mark>> = {
  problem: 'bad',
  warning: 'limited',
  note: 'quiet',
  ok: 'good',
};

/** What doctor found, the worst first, with what mends it. */
export function Findings({ seen, now }: { seen: SeenBoth; now: number }) {
  const { doctor } = texts.value.system;
  const told = toldPart('doctor', seen, now);
  if (!told)
    return (
      <Part name="doctor" title={doctor.title} told={null}>
        <NeverTold command={commandFor('doctor', seen)} />
      </Part>
    );
  const { open, well } = orderFindings(told.value.findings);
  const countOf = (severity: Finding['severity']) =>
    open.filter((finding) => finding.severity === severity).length;
  return (
    <Part name="doctor" title={doctor.title} told={told}>
      <p>
        {told.value.healthy && countOf('warning') === 0
          ? doctor.healthy(told.value.checks)
          : doctor.found(countOf('problem'), countOf('warning'))}
      </p>
      {open.length > 0 && (
        <ul class="rows">
          {open.map((finding, index) => (
            // Two findings can be alike; their order changes with the report alone.
            <FindingText key={index} finding={finding} />
          ))}
        </ul>
      )}
      {well.length > 0 && (
        <details class="well">
          <summary>{doctor.well(well.length)}</summary>
          <ul class="evidence" lang="en">
            {well.map(({ message }) => (
              <li key={message}>{visible(message)}</li>
            ))}
          </ul>
        </details>
      )}
    </Part>
  );
}

function FindingText({ finding }: { finding: Finding }) {
  const { doctor } = texts.value.system;
  const { severity, code, message, consequence, hint, command, evidence } = finding;
  return (
    <li class="finding" data-severity={severity}>
      <span class="state-word">
        <StateMark mark={marks[severity]} />
        <span class="severity">{doctor.severities[severity]}</span>
      </span>
      <div class="finding-text">
        <p>
          <strong>
            <ToldText text={message} />
          </strong>
        </p>
        {consequence && (
          <p>
            <ToldText text={consequence} />
          </p>
        )}
        {hint && (
          <p class="soft">
            <ToldText text={hint} />
          </p>
        )}
        {command && <Command text={visible(command)} />}
        {evidence.length > 0 && (
          <details>
            <summary>{doctor.evidence}</summary>
            <ul class="evidence" lang="en">
              {evidence.map((line) => (
                <li key={line}>{visible(line)}</li>
              ))}
            </ul>
          </details>
        )}
        {severity !== 'note' && <code class="soft">gecko explain {visible(code)}</code>}
      </div>
    </li>
  );
}
