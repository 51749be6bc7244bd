import type { Child } from 'hono/jsx'
import { Icon, type IconName } from './icons.tsx'

export type TimelineEntry = {
  /** ISO instant. */
  datetime: string
  /** The time with its zone, as printed. */
  time: string
  title: Child
  detail?: Child
  icon?: IconName | undefined
}

/** What happened, in the order given: newest first for staff, oldest first for customers. */
export function Timeline({ label, entries }: { label: string; entries: readonly TimelineEntry[] }) {
  return (
    <ol class="timeline" aria-label={label}>
      {entries.map((entry) => (
        <li>
          <span class="timeline-mark">{entry.icon ? <Icon name={entry.icon} /> : null}</span>
          <div>
            <p class="timeline-title">{entry.title}</p>
            <time datetime={entry.datetime}>{entry.time}</time>
            {entry.detail ? <div class="timeline-detail">{entry.detail}</div> : null}
          </div>
        </li>
      ))}
    </ol>
  )
}
