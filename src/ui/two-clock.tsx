import { wholeTimes } from './line-breaks.tsx'

export type TwoClockProps = {
  /** ISO instant of the start. */
  datetime: string
  /** "Thursday 3 December 2026, 2:30pm to 3:00pm" */
  when: string
  /** "New York, Eastern Time (GMT-5)" */
  zone: string
  /** The other party's clock, only when its offset differs: "Asha's time: 1:00am Friday, Kolkata (GMT+5:30)". */
  other?: string | undefined
  /** "Clocks change on 28 March. This is the time on the day." */
  note?: string | undefined
  /** The time no longer holds. */
  struck?: boolean | undefined
}

/** A time on the reader's clock, and under it on the other party's. */
export function TwoClock({ datetime, when, zone, other, note, struck }: TwoClockProps) {
  const time = <time datetime={datetime}>{wholeTimes(when)}</time>
  return (
    <div class="two-clock">
      <p class="when">{struck ? <s>{time}</s> : time}</p>
      <p class="two-clock-zone">{zone}</p>
      {other ? <p class="two-clock-other">{wholeTimes(other)}</p> : null}
      {note ? <p class="two-clock-zone">{note}</p> : null}
    </div>
  )
}

/**
 * Time that runs out, in words. `remaining` is the server's text; the browser script counts down once a
 * minute from `secondsLeft`, so that it needs no clock of its own, and puts `passed` at the end.
 */
export function Deadline(props: {
  datetime: string
  remaining: string
  secondsLeft: number
  passed: string
}) {
  return (
    <time
      datetime={props.datetime}
      data-deadline
      data-seconds-left={String(Math.max(0, Math.round(props.secondsLeft)))}
      data-passed={props.passed}
    >
      {props.remaining}
    </time>
  )
}
