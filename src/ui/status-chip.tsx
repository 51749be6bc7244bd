export type StatusKind =
  | 'scheduled'
  | 'moved'
  | 'canceled'
  | 'kept'
  | 'needs_you'
  | 'requested'
  | 'completed'
  | 'no_show'
  | 'neutral'

export type StatusShape = 'diamond' | 'circle' | 'square' | 'triangle'

/* The shape tells the kind without colour: diamond canceled, circle moved, square stands, triangle needs somebody. */
const shapeOf: Record<StatusKind, StatusShape> = {
  scheduled: 'square',
  kept: 'square',
  completed: 'square',
  neutral: 'square',
  moved: 'circle',
  canceled: 'diamond',
  no_show: 'diamond',
  needs_you: 'triangle',
  requested: 'triangle',
}

/** A word with a shape before it. */
export function StatusChip({ kind, label }: { kind: StatusKind; label: string }) {
  return (
    <span class="chip" data-kind={kind}>
      <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true" focusable="false">
        <ChipShape shape={shapeOf[kind]} />
      </svg>
      {label}
    </span>
  )
}

function ChipShape({ shape }: { shape: StatusShape }) {
  if (shape === 'diamond') return <path d="M5 0 10 5 5 10 0 5Z" />
  if (shape === 'circle') return <circle cx="5" cy="5" r="4.5" />
  if (shape === 'triangle') return <path d="M5 .5 10 9.5H0Z" />
  return <rect x=".5" y=".5" width="9" height="9" rx="1.5" />
}
