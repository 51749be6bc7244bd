import { may } from '#domain/access/scope.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import type { MoneyOfBooking, PaymentSeen, RefundSeen } from '#domain/bookings/money-of-booking.ts'
import { shortWhen } from '#messages/dates.ts'
import { money } from '#messages/money.ts'
import { methodWord, moneyWords, wayWord } from '#messages/staff-money.ts'
import { paths } from '#paths.ts'
import { Button } from '#ui/button.tsx'
import { Row, Section } from '#ui/layout.tsx'
import { DataTable } from '#ui/table.tsx'
import type { StaffContext } from '../staff-env.ts'
import { PaymentState, RefundState } from './money-states.tsx'
import { refundablePayments } from './refundable-payments.ts'

interface RowsProps {
  c: StaffContext
  booking: Booking
  seen: MoneyOfBooking
}

/** The payments of a booking, the newest first, with what can be done to each. */
export function PaymentsTable({ c, booking, seen }: RowsProps) {
  const { locale, viewer } = c.var
  const words = moneyWords(locale)
  const open = new Set(refundablePayments(booking).map((payment) => payment.id))
  return (
    <Section heading={words.payments}>
      <DataTable
        caption={words.payments}
        captionHidden
        columns={[
          { label: words.method },
          { label: words.date },
          { label: words.amount, numeric: true },
          { label: words.state },
        ]}
        rows={seen.payments.map((payment) => ({
          cells: [
            <bdi>{methodWord(payment)}</bdi>,
            shortWhen(payment.settledAt ?? payment.createdAt, viewer.zone, locale, booking.now),
            payment.purpose === 'card' ? '' : money(payment.amountMinor, seen.currency, locale),
            <PaymentCell
              c={c}
              booking={booking}
              seen={seen}
              payment={payment}
              isOpen={open.has(payment.id)}
            />,
          ],
        }))}
      />
    </Section>
  )
}

function PaymentCell(props: RowsProps & { payment: PaymentSeen; isOpen: boolean }) {
  const { c, booking, seen, payment, isOpen } = props
  const words = moneyWords(c.var.locale)
  const notes = [
    payment.recordedBy ? words.recordedBy(payment.recordedBy) : '',
    payment.decidedBy ? words.decidedBy(payment.decidedBy) : '',
    payment.reference ? words.reference(payment.reference) : '',
    payment.disputedAt ? words.disputed : '',
    payment.failure ? words.failure(payment.failure) : '',
    payment.refundedMinor > 0n ? words.partBack(payment.refundedMinor, seen.currency) : '',
  ].filter(Boolean)
  return (
    <>
      <PaymentState state={payment.state} purpose={payment.purpose} />
      <Notes notes={notes} />
      {payment.state === 'pending' && payment.provider === 'manual' ? (
        <Decide c={c} payment={payment} currency={seen.currency} />
      ) : null}
      {isOpen && may(c.var.scope, 'refund.request') ? (
        <a href={paths.addRefund(booking.id, { payment: payment.id })}>{words.refundOf}</a>
      ) : null}
    </>
  )
}

/** Approving and rejecting a payment that somebody wrote down (octopus O96, O97). */
function Decide({ c, payment, currency }: { c: StaffContext; payment: PaymentSeen; currency: string }) {
  const words = moneyWords(c.var.locale)
  if (!may(c.var.scope, 'payment.approve')) return null
  return (
    <Row>
      <form method="post" action={paths.staffPayment(payment.id, 'approve')}>
        <Button busyLabel={words.saving}>{words.approve(payment.amountMinor, currency)}</Button>
      </form>
      <form method="post" action={paths.staffPayment(payment.id, 'reject')}>
        <Button kind="quiet" busyLabel={words.saving}>
          {words.reject}
        </Button>
      </form>
    </Row>
  )
}

/** The refunds of a booking, the newest first. */
export function RefundsTable({ c, booking, seen }: RowsProps) {
  const { locale, viewer } = c.var
  const words = moneyWords(locale)
  return (
    <Section heading={words.refunds}>
      <DataTable
        caption={words.refunds}
        captionHidden
        columns={[
          { label: words.way },
          { label: words.date },
          { label: words.amount, numeric: true },
          { label: words.state },
        ]}
        rows={seen.refunds.map((refund) => ({
          cells: [
            wayWord(refund.way),
            shortWhen(refund.settledAt ?? refund.createdAt, viewer.zone, locale, booking.now),
            money(refund.amountMinor, seen.currency, locale),
            <>
              <RefundState state={refund.state} />
              <Notes notes={notesOf(refund, c)} />
            </>,
          ],
        }))}
      />
    </Section>
  )
}

function notesOf(refund: RefundSeen, c: StaffContext): string[] {
  const words = moneyWords(c.var.locale)
  return [
    refund.requestedBy ? words.requestedBy(refund.requestedBy) : '',
    refund.approvedBy ? words.approvedBy(refund.approvedBy) : '',
    refund.reference ? words.reference(refund.reference) : '',
    refund.failure ? words.failure(refund.failure) : '',
    refund.reason ? words.reason(refund.reason) : '',
  ].filter(Boolean)
}

function Notes({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) return null
  return (
    <p class="small quiet">
      <bdi dir="auto">{notes.join(' \u00B7 ')}</bdi>
    </p>
  )
}
