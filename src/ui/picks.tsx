import { Icon } from './icons.tsx'

export type Pick = {
  /** ISO instant. */
  datetime: string
  /** "Thu 3 Dec" */
  day: string
  /** "10:30am" */
  time: string
  /** "2 on this day" */
  hint?: string | undefined
  /** Takes it out again; `name` is the link's whole name for the ear. */
  out?: { href: string; name: string } | undefined
}

/** Times that were picked, in order, each with a way to take it out; twenty of them still fit on a phone. */
export function Picks({ label, picks }: { label: string; picks: readonly Pick[] }) {
  return (
    <ol class="picks" aria-label={label}>
      {picks.map(({ datetime, day, time, hint, out }) => (
        <li>
          <time datetime={datetime}>
            <b>{day}</b> <span>{time}</span>
            {hint ? <small>{hint}</small> : null}
          </time>
          {out ? (
            <a href={out.href} aria-label={out.name}>
              <Icon name="x" />
            </a>
          ) : null}
        </li>
      ))}
    </ol>
  )
}
