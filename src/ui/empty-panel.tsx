import type { Child } from 'hono/jsx'

/** Nothing here yet, or nothing found: a heading, one sentence, one act. */
export function EmptyPanel(props: {
  heading: string
  level?: 1 | 2 | 3 | undefined
  action?: Child
  children?: Child
}) {
  const level = props.level ?? 2
  return (
    <div class="empty">
      {level === 1 ? (
        <h1>{props.heading}</h1>
      ) : level === 2 ? (
        <h2>{props.heading}</h2>
      ) : (
        <h3>{props.heading}</h3>
      )}
      {props.children ? <p>{props.children}</p> : null}
      {props.action ? <div class="row">{props.action}</div> : null}
    </div>
  )
}
