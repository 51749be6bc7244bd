import type { Child } from 'hono/jsx'

export type DetailsRow = {
  term: string
  detail: Child
  note?: Child
  /** "Change", with `about` for the ear: "Change, time". */
  action?: { href: string; label: string; about?: string | undefined } | undefined
}

/** Facts of a booking, or answers to check before sending. */
export function DetailsList({ rows }: { rows: readonly DetailsRow[] }) {
  return (
    <dl class="details">
      {rows.map((row) => (
        <div>
          <dt>{row.term}</dt>
          <dd>
            {row.detail}
            {row.note ? <span class="details-note">{row.note}</span> : null}
          </dd>
          {row.action ? (
            <dd class="details-action">
              <a href={row.action.href}>
                {row.action.label}
                {row.action.about ? <span class="visually-hidden"> {row.action.about}</span> : null}
              </a>
            </dd>
          ) : null}
        </div>
      ))}
    </dl>
  )
}
