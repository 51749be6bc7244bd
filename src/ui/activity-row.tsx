import type { Child } from 'hono/jsx'
import { Avatar, type PersonColour } from './people-list.tsx'

export type ActivityRowProps = {
  id?: string | undefined
  href: string
  /** The person it is about, most often the customer. */
  who: string
  colour?: PersonColour | undefined
  /** A StatusChip. */
  chip: Child
  /** "Panel interview, Thu 3 Dec, 2:30pm" */
  what: string
  /** ISO instant and printed time of the fact. */
  datetime: string
  time: string
  money?: string | undefined
  unread?: boolean | undefined
  /** The word for the ear: "Unread". */
  unreadLabel?: string | undefined
  current?: boolean | undefined
  /** Ties the rows of one booking together, for scripts that mark all of them as read. */
  booking?: string | undefined
  /** A part of the row above it, such as one session of a package: it stands under it, without a face. */
  isPart?: boolean | undefined
}

/** Facts, newest first; `heading` is the day. Use one list per day. */
export function ActivityList({ heading, children }: { heading: string; children?: Child }) {
  return (
    <section class="activity-day">
      <h2>{heading}</h2>
      <ol class="activity">{children}</ol>
    </section>
  )
}

export function ActivityRow(props: ActivityRowProps) {
  return (
    <li
      class="activity-row"
      data-unread={props.unread ? '' : undefined}
      data-part={props.isPart ? '' : undefined}
      data-booking={props.booking}
      id={props.id}
    >
      <a href={props.href} aria-current={props.current ? 'true' : undefined} data-activity>
        {props.isPart ? null : <Avatar name={props.who} colour={props.colour} />}
        <span class="activity-words">
          <span class="activity-line">
            <span class="activity-who">
              {props.unread && props.unreadLabel ? (
                <span class="visually-hidden">{props.unreadLabel}, </span>
              ) : null}
              <bdi>{props.who}</bdi>
            </span>{' '}
            {props.chip} <time datetime={props.datetime}>{props.time}</time>
          </span>
          <span class="activity-line">
            <span class="activity-what">{props.what}</span>
            {props.money ? <span class="numbers"> {props.money}</span> : null}
          </span>
        </span>
      </a>
    </li>
  )
}
