import { may } from '#domain/access/scope.ts'
import type { Booking, Session } from '#domain/bookings/booking.ts'
import type { ChangeChoices, Quote } from '#domain/bookings/change.ts'
import { askToMoveWords } from '#messages/taking-back.ts'
import { paths } from '#paths.ts'
import { ChoiceNav } from '#ui/choice-nav.tsx'
import { Section } from '#ui/layout.tsx'
import type { CancelMoneyTyped } from './money/cancel-money.tsx'
import type { StaffContext } from './staff-env.ts'

/** Who wants a cancellation that a member makes. */
export type Initiative = 'host' | 'customer'

export function readWho(typed: string | undefined): Initiative | null {
  return typed === 'host' || typed === 'customer' ? typed : null
}

/** Whoever cancels of their own accord is not asked about a fee for it. */
export function quoteFor(who: Initiative | null, quote: Quote): Quote {
  return who === 'host' ? { ...quote, feeAsked: null } : quote
}

/** The part of the page that an answer fills in beforehand. */
interface Prefillable {
  status: number
  who: Initiative | null
  money: CancelMoneyTyped
  choices: Pick<ChangeChoices, 'fee' | 'refundMinor'>
}

/** The host's own cancellation begins with everything going back; what somebody chose already is left alone. */
export function prefilled<S extends Prefillable>(c: StaffContext, shown: S, quote: Quote): S {
  const refundMinor = BigInt(quote.refundableMinor)
  const isFresh = shown.status === 200 && shown.who === 'host' && c.req.method === 'GET'
  if (!isFresh || refundMinor === 0n || !may(c.var.scope, 'refund.request')) return shown
  return { ...shown, money: { ...shown.money, refund: 'all' }, choices: { refundMinor } }
}

/**
 * Who is canceling (ux A5)? Each answer opens the page with what follows from it: the customer of a host who cancels gets
 * everything back, whatever the policy. Links, so that it works in every browser and shows its sums at once.
 */
export function WhoCancels(props: {
  c: StaffContext
  booking: Booking
  /** Sessions that were chosen out of several; none is all of them. */
  chosen: readonly Session[]
  who: Initiative | null
}) {
  const { c, booking, chosen, who } = props
  const words = askToMoveWords(c.var.locale)
  const href = (answer: Initiative) => {
    const query = new URLSearchParams([
      ...chosen.map(({ id }) => ['session', id] as [string, string]),
      ['who', answer],
    ])
    return `${paths.staffCancel(booking.id)}?${query.toString()}`
  }
  const hasMoney = booking.paymentMode === 'price_collected'
  return (
    <Section heading={words.who} id="who">
      <ChoiceNav
        label={words.who}
        choices={[
          {
            href: href('host'),
            label: words.host,
            current: who === 'host',
            note: hasMoney ? words.hostNote : undefined,
          },
          {
            href: href('customer'),
            label: words.customer,
            current: who === 'customer',
            note: hasMoney ? words.customerNote : undefined,
          },
        ]}
      />
    </Section>
  )
}
