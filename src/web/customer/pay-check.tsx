import { placeText } from '#messages/booking.ts'
import { payText, rateText } from '#messages/pay.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { payableNow } from '#domain/bookings/start-payment.ts'
import { Banner } from '#ui/banner.tsx'
import { Card } from '#ui/card.tsx'
import { DetailsList, type DetailsRow } from '#ui/details-list.tsx'
import { Stack } from '#ui/layout.tsx'
import { Breakable } from '#ui/line-breaks.tsx'
import { QuoteSlip, type QuoteRow } from '#ui/quote-slip.tsx'
import { PolicyCard } from './manage-policy.tsx'
import { hostsOf, linksOf, withLeads, type LinkView } from './manage-view.ts'
import { MANY_SESSIONS, SessionClock, SessionTimes } from './session-times.tsx'

/** What is asked before the booking is made. */
export function payNow(booking: Booking): { minor: bigint; currency: string } {
  return { minor: payableNow(booking), currency: booking.currency }
}

/** The check list of a held booking: what, when, who, what it costs, and what happens if plans change. */
export function CheckBody({ view, isFixed }: { view: LinkView; isFixed: boolean }) {
  const { booking, locale } = view
  const text = payText(locale)
  const [first] = booking.sessions
  return (
    <Stack gap="section">
      <Banner kind="info" title={heldTitle(view)}>
        {text.check.heldLine}
      </Banner>
      <Card kind="surface">
        <DetailsList rows={checkRows(view, isFixed)} />
      </Card>
      <form method="post" action={linksOf(view).release()} id="release"></form>
      <Card heading={text.check.money} kind="plain">
        <PriceSlip view={view} />
      </Card>
      <PolicyCard view={view} action="cancel" session={first!} />
      <PolicyCard view={view} action="reschedule" session={first!} />
    </Stack>
  )
}

function heldTitle({ booking, zone, locale }: LinkView): string {
  const { check } = payText(locale)
  return (isApproved(booking) ? check.approvedTitle : check.heldTitle)(booking.heldUntil!, zone, booking.now)
}

/** True for a request that the team approved: it is paid for or given up, and not chosen anew. */
export function isApproved({ asks }: Booking): boolean {
  return asks.some(({ kind, state }) => kind === 'booking' && state === 'granted')
}

// What somebody agreed to, or offered, is paid for or given up: choosing anew would lose it.
function checkRows(view: LinkView, isFixed: boolean): DetailsRow[] {
  const { booking, locale } = view
  const { check } = payText(locale)
  const change = (to: 'times' | 'details' | 'types', about: string) =>
    isFixed ? {} : { action: { form: 'release', name: 'to', value: to, label: check.change, about } }
  const { customer, guests } = booking
  return [
    {
      term: check.terms.what,
      detail: <bdi>{booking.eventType.name}</bdi>,
      ...change('types', check.what),
    },
    {
      term: check.terms.when,
      detail: <Times view={view} />,
      ...change('times', check.time),
    },
    { term: check.terms.where, detail: <bdi>{placeText(booking.eventType, locale)}</bdi> },
    {
      term: check.terms.who,
      detail: (
        <bdi>
          {hostsOf(booking.sessions)
            .map((entry) => entry.name)
            .join(', ')}
        </bdi>
      ),
    },
    {
      term: check.terms.you,
      detail: <bdi>{customer.name}</bdi>,
      note: (
        <bdi>
          <Breakable text={[customer.email, customer.phone].filter(Boolean).join(', ')} />
        </bdi>
      ),
      ...change('details', check.details),
    },
    ...(guests.length > 0
      ? [
          {
            term: check.terms.guests,
            detail: <bdi>{guests.map((guest) => guest.name || guest.email).join(', ')}</bdi>,
          },
        ]
      : []),
  ]
}

function Times({ view }: { view: LinkView }) {
  const { booking, zone, locale } = view
  if (booking.sessions.length > MANY_SESSIONS)
    return <SessionTimes sessions={withLeads(view)} zone={zone} locale={locale} />
  return (
    <Stack gap="tight">
      {booking.sessions.map((session) => (
        <SessionClock view={view} session={session} />
      ))}
    </Stack>
  )
}

/** From the listed price to what is paid now; every amount is the booking's own. */
function PriceSlip({ view }: { view: LinkView }) {
  const { booking, locale } = view
  const text = payText(locale)
  const { money } = booking
  const sum = (minor: bigint) => ({ minor, currency: booking.currency })
  const now = payableNow(booking)
  const credit = creditSetAside(booking)
  const rest = money.totalMinor - now - credit
  const foot =
    booking.paymentTerms.kind === 'card_on_file'
      ? text.check.cardFoot(booking.organization.name)
      : rest > 0n
        ? text.check.rest(sum(rest))
        : undefined
  const minus = (minor: bigint) => ({
    amount: text.amount(sum(-minor)),
    spoken: `minus ${text.amount(sum(minor))}`,
  })
  const rows: QuoteRow[] = [
    ...(isPlain(booking) ? [] : [{ term: text.price, amount: text.amount(sum(booking.priceMinor)) }]),
    ...(money.discountMinor > 0n
      ? [{ term: text.check.discount(money.discountCode?.code ?? ''), ...minus(money.discountMinor) }]
      : []),
    ...taxRows(booking, locale),
    ...(credit > 0n ? [{ term: text.check.credit, ...minus(credit) }] : []),
  ]
  return <QuoteSlip rows={rows} total={{ term: text.check.now, amount: text.amount(sum(now)) }} foot={foot} />
}

// Tax that is added is a line of the sum; tax that lies in the price is a note on the total.
function taxRows(booking: Booking, locale: LinkView['locale']): QuoteRow[] {
  const { money, currency } = booking
  const text = payText(locale)
  const rate = rateText(money.taxBasisPoints, locale)
  const tax = { minor: money.taxMinor, currency }
  const term = isPlain(booking) ? text.price : text.total
  const total = { term, amount: text.amount({ minor: money.totalMinor, currency }) }
  if (money.taxMinor === 0n) return [total]
  return money.taxInclusive
    ? [{ ...total, note: text.taxWithin(tax, rate) }]
    : [{ term: text.check.tax(rate), amount: text.amount(tax) }, total]
}

// Nothing is taken off and nothing is added: the price is the total.
function isPlain({ money, priceMinor }: Booking): boolean {
  return money.totalMinor === priceMinor && money.discountMinor === 0n
}

function creditSetAside({ money }: Booking): bigint {
  return money.payments
    .filter(({ provider, state }) => provider === 'credit' && state === 'started')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
}
