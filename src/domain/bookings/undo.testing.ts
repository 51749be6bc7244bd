import { sql } from 'kysely'
import type { HeldBooking, MoneyWorld, MoneyWorldOptions } from '../../../test/money-world.ts'
import { quotingIn } from '../../../test/quoting.ts'
import type { BookingRequest } from './booking-request.ts'
import type { ChangeChoices, Receipt } from './change.ts'
import { commitChange } from './commit-change.ts'
import { undoCancel } from './undo-cancel.ts'

/** What a cancellation changes, but for sequence numbers, which calendars need to grow. */
export async function snapshot(world: MoneyWorld, bookingId: string) {
  const list = async (query: string) => {
    const { rows } = await sql.raw(query.replaceAll('$booking', `'${bookingId}'`)).execute(world.context.db)
    return rows
  }
  return {
    ledger: await list(
      `select account, session_id, credit_id, provider, currency, sum(amount_minor)::text as minor from ledger_entries
        where booking_id = $booking group by 1, 2, 3, 4, 5 having sum(amount_minor) <> 0 order by 1, 2, 3, 4`,
    ),
    sessions: await list(
      `select id, state, starts_at::text, ends_at::text, confirmed_at::text, reschedule_count, asked_to_move_at
        from sessions where booking_id = $booking order by position`,
    ),
    allocations: await list(
      `select id, owner_id, session_id, kind, during::text, expires_at from allocations where booking_id = $booking order by id`,
    ),
    invoice: await list(
      `select l.session_id, l.kind, sum(l.payable_minor)::text as payable, sum(l.tax_minor)::text as tax
        from invoice_lines l join invoices i on i.org_id = l.org_id and i.id = l.invoice_id
        where i.booking_id = $booking and i.kind = 'invoice' group by 1, 2 having sum(l.payable_minor) <> 0 order by 1, 2`,
    ),
    refunded: await list(
      `select id, refunded_minor::text from payments where booking_id = $booking order by id`,
    ),
  }
}

/** Canceling and taking back, as Cleo does it. */
export function speakingOf(world: () => MoneyWorld) {
  const { quote } = quotingIn(world)
  const cancel = async (
    booking: HeldBooking,
    which: number[] | 'all' = 'all',
    choices: ChangeChoices = {},
  ): Promise<Receipt> => {
    const { sessions } = await world().load(booking)
    const off = sessions.filter((_, index) => which === 'all' || which.includes(index))
    const asked = await quote(booking.scope, booking, { cancel: off.map(({ id }) => id) })
    const outcome = await commitChange(world().context, booking.scope, asked, choices)
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal))
    return outcome.value
  }
  const undo = (booking: HeldBooking, { quoteId }: { quoteId: string }) =>
    undoCancel(world().context, booking.scope, { quoteId, channel: 'mail_link' })
  return { cancel, undo }
}

/** In pounds, with tax in fees, and credit of 80 % where it is preferred. */
export const GBP: MoneyWorldOptions = {
  undoMinutes: 10,
  settings: { feeTaxBasisPoints: 2000 },
  rules: { cancel: { credit: { amount: { kind: 'percent', percent: 80 }, months: 6 } } },
}

const taken = new WeakMap<object, number>()

/** Today, more than two hours ahead: where half is kept and it can still be taken back. */
export function late(world: MoneyWorld): Partial<BookingRequest> {
  const before = taken.get(world) ?? 0
  taken.set(world, before + 1)
  return { starts: [Temporal.Instant.from('2026-12-01T14:30:00Z').add({ hours: before })] }
}

/** Lines of the booking's credit notes that take nothing off. */
export async function emptyNoteLines(world: MoneyWorld, bookingId: string): Promise<unknown[]> {
  const { rows } = await sql`
    select l.id from invoice_lines l join invoices i on i.org_id = l.org_id and i.id = l.invoice_id
    where i.booking_id = ${bookingId} and i.kind = 'credit_note' and l.amount_minor = 0`.execute(
    world.context.db,
  )
  return rows
}
