import type { Child } from 'hono/jsx'
import { wholeTimes } from './line-breaks.tsx'

export type TimeEntry = {
  /** ISO instant. */
  datetime?: string | undefined
  /** "Thu 3 Dec, 10:30am to 10:45am" */
  when: string
  /** What is said under it, such as "instead of Thu 3 Dec, 10:30am". */
  note?: Child
  struck?: boolean | undefined
  /** The one that the page is about now. */
  current?: boolean | undefined
  /** The number in front, where it is not simply the next one. */
  number?: number | undefined
  /** "Change", with `about` for the ear. */
  action?: { href: string; label: string; about: string } | undefined
}

/** The times of several sessions, numbered, one line each. */
export function TimeList({ label, entries }: { label: string; entries: readonly TimeEntry[] }) {
  return (
    <ol class="time-list" aria-label={label}>
      {entries.map((entry, index) => (
        <li aria-current={entry.current ? 'step' : undefined}>
          <span class="time-number" aria-hidden="true">
            {entry.number ?? index + 1}
          </span>
          <div>
            <Time {...entry} />
            {entry.note ? <small>{entry.note}</small> : null}
          </div>
          {entry.action ? (
            <a href={entry.action.href}>
              {entry.action.label}
              <span class="visually-hidden"> {entry.action.about}</span>
            </a>
          ) : null}
        </li>
      ))}
    </ol>
  )
}

function Time({ datetime, when: text, struck }: TimeEntry) {
  const when = wholeTimes(text)
  const time = datetime ? <time datetime={datetime}>{when}</time> : <span>{when}</span>
  return struck ? <s>{time}</s> : time
}
