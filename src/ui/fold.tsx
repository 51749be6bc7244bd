import type { Child } from 'hono/jsx'

/** Something rarely needed, behind one line that opens it; works without JavaScript. */
export function Fold(props: { label: string; open?: boolean | undefined; children?: Child }) {
  return (
    <details class="fold" open={props.open || undefined}>
      <summary>{props.label}</summary>
      <div class="fold-inside">{props.children}</div>
    </details>
  )
}

/** Text as it was sent or stored, line by line; long lines wrap. */
export function SourceText({ text }: { text: string }) {
  return (
    <pre class="source-text" dir="auto">
      {text}
    </pre>
  )
}
