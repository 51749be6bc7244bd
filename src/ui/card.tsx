import type { Child } from 'hono/jsx'

export type CardProps = {
  id?: string | undefined
  heading?: string | undefined
  level?: 2 | 3 | undefined
  headingHidden?: boolean | undefined
  /** A link or button on the heading's line. */
  action?: Child
  /** `sunken` for what is there to be read, `plain` for content without a frame. */
  kind?: 'surface' | 'sunken' | 'plain' | undefined
  children?: Child
}

/** A part of a page with a heading of its own. */
export function Card(props: CardProps) {
  const { id, heading } = props
  const headingId = heading ? `${id ?? slug(heading)}-heading` : undefined
  const title = props.headingHidden ? 'visually-hidden' : undefined
  return (
    <section class="card" data-kind={props.kind ?? 'surface'} id={id} aria-labelledby={headingId}>
      {heading ? (
        <div class="card-head">
          {props.level === 3 ? (
            <h3 id={headingId} class={title}>
              {heading}
            </h3>
          ) : (
            <h2 id={headingId} class={title}>
              {heading}
            </h2>
          )}
          {props.action}
        </div>
      ) : null}
      {props.children}
    </section>
  )
}

/* Ids may not hold spaces; headings in other scripts stay as they are. */
function slug(words: string) {
  return words.trim().toLowerCase().replace(/\s+/gu, '-')
}
