import type { Child } from 'hono/jsx'

/**
 * The amount and the one button of a page. On a phone the row stays in sight at the bottom and comes to rest
 * in its natural place. It sticks within its parent only: to be in sight from the first screen it stands at the
 * end of the page's outermost Stack, and its button names the form by id (`form="cancel"`). Text and further
 * buttons follow it, in MoreActions, and do not stick.
 */
export function StickyActions(props: {
  amount?: { label: string; value: string } | undefined
  children?: Child
}) {
  return (
    <div class="sticky-actions">
      {props.amount ? (
        <p class="sticky-amount">
          {props.amount.label} <b>{props.amount.value}</b>
        </p>
      ) : null}
      <div class="sticky-buttons">{props.children}</div>
    </div>
  )
}

/** Second choices and small print that follow the main button. */
export function MoreActions({ children }: { children?: Child }) {
  return <div class="sticky-buttons">{children}</div>
}
