import type { Child } from 'hono/jsx'
import { may } from '#domain/access/scope.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { mayAct } from '#domain/bookings/may-act.ts'
import type { FeeAsked, LineOnFile, MoneyOfBooking, PaperOnFile } from '#domain/bookings/money-of-booking.ts'
import { payableNow } from '#domain/bookings/start-payment.ts'
import { invoiceNumber, invoiceStatus } from '#domain/money/invoice-status.ts'
import { money } from '#messages/money.ts'
import { feeWords } from '#messages/staff-fees.ts'
import { cardWord, lineWord, moneyWords, paperName } from '#messages/staff-money.ts'
import { paths } from '#paths.ts'
import { Banner } from '#ui/banner.tsx'
import { Button, ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { TextField } from '#ui/field.tsx'
import { Fold } from '#ui/fold.tsx'
import { HiddenFields, Row, Section, Stack } from '#ui/layout.tsx'
import { QuoteSlip, type QuoteRow } from '#ui/quote-slip.tsx'
import { DataTable } from '#ui/table.tsx'
import { fieldId } from '../../customer/form-errors.ts'
import { InvoiceState } from '../invoices/invoice-state.tsx'
import { queryText, wordFor } from '../request.ts'
import type { StaffContext } from '../staff-env.ts'
import { PaymentsTable, RefundsTable } from './money-rows.tsx'
import { refundablePayments } from './refundable-payments.ts'

interface CardProps {
  c: StaffContext
  booking: Booking
  seen: MoneyOfBooking
}

/** What was just done, when the address says so; the rows below it are the proof. */
export function MoneyDone({ c }: { c: StaffContext }) {
  const said = wordFor(moneyWords(c.var.locale).done, queryText(c, 'done'))
  return said ? <Banner kind="ok" title={said} /> : null
}

/** Everything about a booking's money: the invoice, what was paid and went back, and what can be done (octopus O91). */
export function MoneyCard(props: CardProps) {
  const { c, booking, seen } = props
  const { locale } = c.var
  const words = moneyWords(locale)
  const isEmpty = seen.invoice === null && seen.payments.length === 0
  const nothing = seen.paymentMode === 'free' ? words.free : words.shown(seen.priceMinor, seen.currency)
  return (
    <Card heading={words.card} id="money" action={<CurrentInvoice {...props} />}>
      <Stack>
        {seen.feesAsked.map((fee) => (
          <OpenFee c={c} booking={booking} fee={fee} currency={seen.currency} />
        ))}
        {booking.heldUntil ? (
          <p>{words.held(booking.heldUntil, c.var.viewer.zone, payableNow(booking), seen.currency)}</p>
        ) : isEmpty && seen.paymentMode !== 'price_collected' ? (
          <p class="quiet">{nothing}</p>
        ) : (
          <Sums {...props} />
        )}
        {isEmpty && seen.paymentMode === 'free' ? null : <Acts {...props} />}
        {seen.payments.length > 0 ? <PaymentsTable {...props} /> : null}
        {seen.refunds.length > 0 ? <RefundsTable {...props} /> : null}
        {seen.lines.length > 0 ? <Lines {...props} /> : null}
        {seen.otherPapers.length > 0 ? <OtherPapers c={c} papers={seen.otherPapers} /> : null}
      </Stack>
    </Card>
  )
}

// The page of an invoice takes a permission that hosts do not have; its number they may read.
function Paper({ c, paper }: { c: StaffContext; paper: PaperOnFile }) {
  const name = paperName(paper.kind, paper.number === null ? null : invoiceNumber(paper))
  if (!may(c.var.scope, 'payment.view')) return <span>{name}</span>
  return (
    <ButtonLink href={paths.staffInvoice(paper.id)} kind="link">
      {name}
    </ButtonLink>
  )
}

function CurrentInvoice({ c, booking, seen }: CardProps) {
  if (!seen.invoice) return null
  const status = invoiceStatus({ ...seen.invoice, balanceMinor: seen.balanceMinor }, booking.now)
  return (
    <Row>
      <Paper c={c} paper={seen.invoice} />
      <InvoiceState status={status} dueAt={seen.invoice.dueAt} now={booking.now} locale={c.var.locale} />
    </Row>
  )
}

function OtherPapers({ c, papers }: { c: StaffContext; papers: readonly PaperOnFile[] }) {
  return (
    <Section heading={moneyWords(c.var.locale).otherPapers}>
      <ul>
        {papers.map((paper) => (
          <li>
            <Paper c={c} paper={paper} />
            {paper.voidedAt ? (
              <InvoiceState status="void" dueAt={null} now={paper.voidedAt} locale={c.var.locale} />
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Sums({ c, seen }: CardProps) {
  const { locale } = c.var
  const words = moneyWords(locale)
  const amount = (minor: bigint) => money(minor, seen.currency, locale)
  const part = (term: string, minor: bigint, note?: string): QuoteRow[] =>
    minor === 0n ? [] : [{ term, amount: amount(minor), ...(note ? { note } : {}) }]
  const { balanceMinor } = seen
  const note = balanceMinor > 0n ? words.owes : balanceMinor < 0n ? words.getsBack : words.settled
  return (
    <QuoteSlip
      rows={[
        { term: words.total, amount: amount(seen.totalMinor) },
        ...part(words.deposit, seen.depositMinor ?? 0n),
        { term: words.paid, amount: amount(seen.paidMinor) },
        ...part(words.refunded, seen.refundedMinor, words.refundedNote),
        ...part(words.credited, seen.creditMinor),
      ]}
      total={{ term: words.balance, amount: amount(balanceMinor), note }}
    />
  )
}

/** The ways on; what is not possible keeps its place and says why. */
function Acts({ c, booking, seen }: CardProps) {
  const { scope, locale } = c.var
  const words = moneyWords(locale)
  const prefill = seen.balanceMinor < 0n ? -seen.balanceMinor : null
  const canRefund = refundablePayments(booking).length > 0
  // How much goes back depends on the fee, so that is decided first.
  const isNext = prefill !== null && seen.feesAsked.length === 0
  return (
    <Row>
      {may(scope, 'payment.record') ? (
        <ButtonLink href={paths.addPayment(booking.id)}>{words.addPayment}</ButtonLink>
      ) : (
        <Blocked id="act-payment" label={words.addPayment} why={words.notYours} />
      )}
      {seen.card && may(scope, 'payment.approve') ? (
        <ButtonLink href={paths.chargeCard(booking.id)}>{words.chargeCard(cardWord(seen.card))}</ButtonLink>
      ) : null}
      {may(scope, 'refund.request') && canRefund ? (
        <ButtonLink href={paths.addRefund(booking.id)} kind={isNext ? 'primary' : 'quiet'}>
          {words.addRefund(prefill, seen.currency)}
        </ButtonLink>
      ) : (
        <Blocked
          id="act-refund"
          label={words.addRefund(prefill, seen.currency)}
          why={may(scope, 'refund.request') ? words.nothingToRefund : words.notYours}
        />
      )}
    </Row>
  )
}

function Blocked({ id, label, why }: { id: string; label: string; why: string }) {
  return (
    <Button kind="quiet" id={id} disabledReason={why}>
      {label}
    </Button>
  )
}

function Lines({ c, booking, seen }: CardProps) {
  const { locale } = c.var
  const words = moneyWords(locale)
  const amountOf = (line: LineOnFile) => {
    const payable = money(line.payableMinor, seen.currency, locale)
    if (line.payableMinor === line.amountMinor) return payable
    return `${payable} (${words.noLonger(line.amountMinor, seen.currency)})`
  }
  return (
    <Fold label={words.lines}>
      <DataTable
        caption={words.lines}
        captionHidden
        columns={[{ label: words.line }, { label: words.amount, numeric: true }]}
        rows={seen.lines.map((line) => ({
          cells: [<bdi>{lineWord(line, booking.sessions.length, locale)}</bdi>, amountOf(line)],
        }))}
      />
    </Fold>
  )
}

/** A question that stays with the booking until somebody answers it (octopus D19). */
function OpenFee(props: { c: StaffContext; booking: Booking; fee: FeeAsked; currency: string }) {
  const { c, booking, fee, currency } = props
  const { locale, viewer, scope } = c.var
  const words = feeWords(locale)
  const asked = words.asked(words.kinds[fee.kind] ?? fee.kind, fee.askedAt, viewer.zone, booking.now)
  const mayWaive = may(scope, 'fee.waive')
  const action = paths.staffFee(booking.id, fee.id)
  return (
    <Banner kind="warn" title={words.heading}>
      <Stack>
        <p>{asked}</p>
        {mayAct(scope, booking, 'change') ? (
          <Stack>
            <Row>
              <Answer action={action} choice="accept" label={words.accept(fee.defaultMinor, currency)} />
              {mayWaive ? <Answer action={action} choice="skip" label={words.skip} /> : null}
            </Row>
            {mayWaive ? (
              <Fold label={words.other}>
                <Answer action={action} choice="change" label={words.change}>
                  <TextField
                    id={`${fieldId('fee-amount')}-${fee.id}`}
                    name="fee-amount"
                    label={words.other}
                    inputmode="decimal"
                    width="short"
                    suffix={currency}
                  />
                </Answer>
              </Fold>
            ) : null}
          </Stack>
        ) : null}
      </Stack>
    </Banner>
  )
}

// One form for each answer, so that Enter in the amount means the amount.
function Answer(props: {
  action: string
  choice: 'accept' | 'skip' | 'change'
  label: string
  children?: Child
}) {
  return (
    <form method="post" action={props.action} data-turbo="false" novalidate>
      <HiddenFields fields={{ fee: props.choice }} />
      <Stack>
        {props.children}
        <Button kind={props.choice === 'accept' ? 'primary' : 'quiet'}>{props.label}</Button>
      </Stack>
    </form>
  )
}
