import { Icon } from './icons.tsx'

export type MonthDay = {
  /** ISO date, such as "2026-12-02". */
  date: string
  /** The number printed in the cell. */
  day: string
  /** The whole name, such as "Wednesday 2 December, 3 times free" or "Sunday 6 December, closed". */
  name: string
  /** Present when the day has free times. */
  href?: string | undefined
  /** True when nothing is free, and the link leads to waiting for it. */
  full?: boolean | undefined
  /** The number of free times as printed under the day. */
  count?: string | undefined
  selected?: boolean | undefined
  today?: boolean | undefined
}

export type MonthGridProps = {
  /** "December 2026" */
  caption: string
  /** Seven, in the order of the locale's week. */
  weekdays: readonly { short: string; long: string }[]
  /** Rows of seven; null where the cell belongs to another month. */
  weeks: readonly (readonly (MonthDay | null)[])[]
  previous?: { href: string; label: string } | undefined
  next?: { href: string; label: string } | undefined
  /** Same month a year back and ahead, for Shift+PageUp and Shift+PageDown. */
  previousYear?: string | undefined
  nextYear?: string | undefined
}

/** A month as a table of links, one per day with free times; the browser script turns it into one keyboard stop. */
export function MonthGrid(props: MonthGridProps) {
  return (
    <div
      class="month"
      id="month"
      data-month-grid
      data-previous-year={props.previousYear}
      data-next-year={props.nextYear}
    >
      <div class="month-head">
        <Turn to={props.previous} icon="chevron-left" rel="prev" />
        <span class="month-title" aria-hidden="true">
          {props.caption}
        </span>
        <Turn to={props.next} icon="chevron-right" rel="next" />
      </div>
      <table>
        <caption class="visually-hidden">{props.caption}</caption>
        <thead>
          <tr>
            {props.weekdays.map((weekday) => (
              <th scope="col">
                <span aria-hidden="true">{weekday.short}</span>
                <span class="visually-hidden">{weekday.long}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.weeks.map((week) => (
            <tr>{week.map((day) => (day ? <Day {...day} /> : <td class="month-other"></td>))}</tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Day(day: MonthDay) {
  const inside = (
    <>
      <span class="month-day" aria-hidden="true">
        {day.day}
      </span>
      {day.count ? (
        <span class="month-count" aria-hidden="true">
          {day.count}
        </span>
      ) : null}
      <span class="visually-hidden">{day.name}</span>
    </>
  )
  return (
    <td data-today={day.today ? '' : undefined}>
      {day.href ? (
        <a
          href={day.href}
          data-date={day.date}
          data-full={day.full ? '' : undefined}
          aria-current={day.selected ? 'date' : undefined}
        >
          {inside}
        </a>
      ) : (
        <span data-date={day.date}>{inside}</span>
      )}
    </td>
  )
}

function Turn(props: {
  to: MonthGridProps['next']
  icon: 'chevron-left' | 'chevron-right'
  rel: 'prev' | 'next'
}) {
  if (!props.to) return <span class="month-turn"></span>
  return (
    <a class="month-turn" href={props.to.href} rel={props.rel}>
      <Icon name={props.icon} />
      <span class="visually-hidden">{props.to.label}</span>
    </a>
  )
}
