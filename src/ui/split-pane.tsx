import type { Child } from 'hono/jsx'
import { BackLink } from './layout.tsx'

export type SplitPaneProps = {
  listLabel: string
  list: Child
  detailLabel: string
  /** An EmptyPanel where nothing is chosen. */
  detail: Child
  /** Which of the two a phone shows: the list, or the chosen thing with a way back. */
  showing: 'list' | 'detail'
  back: { href: string; label: string }
}

/** A list and the chosen thing beside it, without leaving the list. */
export function SplitPane(props: SplitPaneProps) {
  return (
    <div class="split" data-showing={props.showing}>
      <section class="split-list" aria-label={props.listLabel} tabindex={0}>
        {props.list}
      </section>
      <section class="split-detail" aria-label={props.detailLabel} tabindex={0}>
        <div class="split-back">
          <BackLink {...props.back} />
        </div>
        {props.detail}
      </section>
    </div>
  )
}
