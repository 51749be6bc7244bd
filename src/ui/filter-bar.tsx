import type { Child } from 'hono/jsx'
import { Button } from './button.tsx'

export type FilterBarProps = {
  action: string
  /** Names the form for the ear. */
  label: string
  submitLabel: string
  /** Shown when something is filtered. */
  reset?: { href: string; label: string } | undefined
  /** Ready-made views, such as Mine and All; they are links. */
  views?: { label: string; links: readonly { href: string; label: string; current?: boolean }[] } | undefined
  /** Fields of the form. */
  children?: Child
}

/** Filters live in the address, so a view can be kept and shared. */
export function FilterBar(props: FilterBarProps) {
  return (
    <div class="filter-bar">
      {props.views ? (
        <nav class="filter-views" aria-label={props.views.label}>
          {props.views.links.map((view) => (
            <a href={view.href} aria-current={view.current ? 'page' : undefined}>
              {view.label}
            </a>
          ))}
        </nav>
      ) : null}
      <form method="get" action={props.action} role="search" aria-label={props.label}>
        {props.children}
        <Button kind="quiet">{props.submitLabel}</Button>
        {props.reset ? <a href={props.reset.href}>{props.reset.label}</a> : null}
      </form>
    </div>
  )
}
