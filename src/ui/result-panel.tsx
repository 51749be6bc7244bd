import type { Child } from 'hono/jsx'
import { Icon, type IconName } from './icons.tsx'

export type ResultKind = 'ok' | 'canceled' | 'info' | 'warn'

const shapes: Record<ResultKind, IconName> = {
  ok: 'calendar-check',
  canceled: 'calendar-x',
  info: 'info',
  warn: 'triangle-alert',
}

/** What has just happened. The heading takes focus as the page loads, so that it is the first thing read. */
export function ResultPanel(props: {
  kind: ResultKind
  heading: string
  /** The booking reference, in letters that are easy to read out. */
  reference?: { label: string; value: string } | undefined
  children?: Child
}) {
  return (
    <div class="result" data-kind={props.kind}>
      <Icon name={shapes[props.kind]} />
      <div class="result-words">
        <h1 tabindex={-1} autofocus>
          {props.heading}
        </h1>
        {props.children}
        {props.reference ? (
          <p class="result-reference">
            {props.reference.label} <b>{props.reference.value}</b>
          </p>
        ) : null}
      </div>
    </div>
  )
}
