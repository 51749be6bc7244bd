import type { Child } from 'hono/jsx'

export type QuoteRow = {
  term: string
  /** The amount as printed, such as "−£20.00". */
  amount: string
  /** The amount for the ear when a sign would be lost, such as "minus 20 pounds". */
  spoken?: string | undefined
  /** The amount that it was before, shown struck beside it. */
  before?: string | undefined
  /** The rule behind the amount, such as "Less than 24 hours: half is kept". */
  note?: string | undefined
}

export type QuoteSlipProps = {
  rows: readonly QuoteRow[]
  /** Stands last, under a rule. */
  total: QuoteRow
  quoteId?: string | undefined
  /** ISO instant until which the quote is honoured. */
  expiresAt?: string | undefined
  /** A line under the slip: where the money goes, how long the price stands. */
  foot?: Child
}

/** The priced answer to "what happens if": what was quoted is what happens. */
export function QuoteSlip({ rows, total, quoteId, expiresAt, foot }: QuoteSlipProps) {
  return (
    <div class="quote-slip" data-quote={quoteId} data-expires={expiresAt}>
      <dl>
        {rows.map((row) => (
          <Row {...row} />
        ))}
        <Row {...total} isTotal />
      </dl>
      {foot ? <p class="quote-foot">{foot}</p> : null}
    </div>
  )
}

function Row({ term, amount, before, spoken, note, isTotal }: QuoteRow & { isTotal?: boolean }) {
  return (
    <div class={isTotal ? 'quote-total' : undefined}>
      <dt>
        {term}
        {note ? <small>{note}</small> : null}
      </dt>
      <dd>
        {before ? <Before amount={before} /> : null}
        {spoken ? (
          <>
            <bdi aria-hidden="true">{amount}</bdi>
            <span class="visually-hidden">{spoken}</span>
          </>
        ) : (
          <bdi>{amount}</bdi>
        )}
      </dd>
    </div>
  )
}

function Before({ amount }: { amount: string }) {
  return (
    <>
      <del>{amount}</del>{' '}
    </>
  )
}
