import type { Child } from 'hono/jsx'

export type DetailsRow = {
  term: string
  detail: Child
  note?: Child
  /** "Change", with `about` for the ear: "Change, time". Where that changes something, it sends a form of the page. */
  action?: DetailsAction | undefined
}

export type DetailsAction = { label: string; about?: string | undefined } & (
  | { href: string }
  | { form: string; name: string; value: string }
)

/** Facts of a booking, or answers to check before sending. */
export function DetailsList({ rows }: { rows: readonly DetailsRow[] }) {
  return (
    <dl class="details" data-actions={rows.some((row) => row.action) ? '' : undefined}>
      {rows.map((row) => (
        <div>
          <dt>{row.term}</dt>
          <dd>
            {row.detail}
            {row.note ? <span class="details-note">{row.note}</span> : null}
          </dd>
          {row.action ? (
            <dd class="details-action">
              <Action {...row.action} />
            </dd>
          ) : null}
        </div>
      ))}
    </dl>
  )
}

function Action(action: DetailsAction) {
  const words = (
    <>
      {action.label}
      {action.about ? <span class="visually-hidden"> {action.about}</span> : null}
    </>
  )
  if ('href' in action) return <a href={action.href}>{words}</a>
  return (
    <button type="submit" form={action.form} name={action.name} value={action.value}>
      {words}
    </button>
  )
}
