import { Notes, describedBy } from './field.tsx'

export type SessionChoice = {
  value: string
  /** "Thursday 27 June 2019" */
  day: string
  /** "10:30am to 10:45am" */
  time: string
  datetime: string
  /** "(Scheduled)" */
  state: string
  /** Whom it is with, where that differs from one to the next: "with Omar". */
  who?: string | undefined
  /** What choosing it means, such as "free", "£5.00 fee", "too late since Tue 25 Jun, 10:30am". */
  effect?: string | undefined
  checked?: boolean | undefined
  /** It is shown, and cannot be chosen. */
  disabled?: boolean | undefined
  /** What choosing it adds to the sum, in minor units. */
  minor?: bigint | undefined
}

/**
 * What is printed under the list for the ticked boxes; a script puts the number in place of {number}, the sum in place
 * of {total} and the amount of each in place of {each}. Without a script it is not there.
 */
export type SessionSum = {
  currency: string
  /** Where nothing has to be summed up. */
  count: string
  nothing: string
  total: string
  /** Where each of several comes to the same. */
  each: string
}

/** The sessions of a package as boxes to tick: date, time, status in brackets, and what it would mean. */
export function SessionChoices(props: {
  id: string
  name: string
  legend: string
  hint?: string | undefined
  error?: string | undefined
  sessions: readonly SessionChoice[]
  /** Left out where ticking has no price. */
  sum?: SessionSum | undefined
}) {
  const first = props.sessions.findIndex((session) => !session.disabled)
  return (
    <div class="field session-choices" data-error={props.error ? '' : undefined}>
      <fieldset aria-describedby={describedBy(props)}>
        <legend>{props.legend}</legend>
        <Notes {...props} />
        <ul>
          {props.sessions.map((session, index) => (
            <li>
              <OneSession
                session={session}
                id={index === Math.max(0, first) ? props.id : `${props.id}-${index + 1}`}
                name={props.name}
              />
            </li>
          ))}
        </ul>
      </fieldset>
      {props.sum ? (
        <output class="session-sum" data-sum={JSON.stringify(props.sum)} data-of={props.name} hidden></output>
      ) : null}
    </div>
  )
}

function OneSession({ session, id, name }: { session: SessionChoice; id: string; name: string }) {
  const { value, day, time, datetime, state, who, effect, checked, disabled, minor } = session
  return (
    <label class="session-choice" data-off={disabled ? '' : undefined}>
      <input
        type="checkbox"
        id={id}
        name={name}
        value={value}
        checked={checked || undefined}
        disabled={disabled || undefined}
        data-minor={minor?.toString()}
      />
      <span class="session-words">
        <time datetime={datetime}>
          <b>{day},</b> <span>{time}</span>
        </time>{' '}
        <span class="session-state">({state})</span>
        {who ? (
          <>
            {' '}
            <bdi class="session-state">{who}</bdi>
          </>
        ) : null}
      </span>{' '}
      {effect ? <span class="session-effect">{effect}</span> : null}
    </label>
  )
}
