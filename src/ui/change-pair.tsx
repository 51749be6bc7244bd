import type { Child } from 'hono/jsx'
import { Icon } from './icons.tsx'
import { wholeTimes } from './line-breaks.tsx'

export type ChangeSide = {
  /** The word "From" or "To". */
  label: string
  when: string
  datetime?: string | undefined
  /** Zone lines and whatever else differs. */
  lines?: readonly string[] | undefined
  /** A short mark beside the label, such as "your old time". */
  note?: Child
}

/** Old and new, with words; the arrow is decoration. `done` strikes the old time through. */
export function ChangePair({
  from,
  to,
  done,
}: {
  from: ChangeSide
  to: ChangeSide
  done?: boolean | undefined
}) {
  return (
    <div class="change-pair">
      <dl>
        <Side side={from} struck={done} />
        <Icon name="arrow-right" />
        <Side side={to} />
      </dl>
    </div>
  )
}

function Side({ side, struck }: { side: ChangeSide; struck?: boolean | undefined }) {
  const time = <time datetime={side.datetime}>{wholeTimes(side.when)}</time>
  return (
    <div>
      <dt>
        {side.label} {side.note}
      </dt>
      <dd>
        <span class="when">{struck ? <s>{time}</s> : time}</span>
        {side.lines?.map((line) => (
          <span class="change-line">{wholeTimes(line)}</span>
        ))}
      </dd>
    </div>
  )
}
