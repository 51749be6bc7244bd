import type { Child } from 'hono/jsx'
import { Field } from './field.tsx'

export type CopyBoxProps = {
  id: string
  label: string
  hint?: string | undefined
  text: string
  /** Lines it takes where browsers do not measure the text. */
  rows: number
}

/** Text to take somewhere else. A box with the text alone can be reached and copied by keyboard, and wraps on a phone. */
export function CopyBox({ id, label, hint, text, rows }: CopyBoxProps) {
  return (
    <div class="copy-box">
      <Field id={id} name={id} label={label} hint={hint}>
        <textarea
          id={id}
          rows={rows}
          dir="ltr"
          readonly
          spellcheck={false}
          autocomplete="off"
          aria-describedby={hint ? `${id}-hint` : undefined}
        >
          {text}
        </textarea>
      </Field>
    </div>
  )
}

/** Several of them, one under another. */
export function CopyBoxes({ children }: { children?: Child }) {
  return <div class="stack copy-boxes">{children}</div>
}
