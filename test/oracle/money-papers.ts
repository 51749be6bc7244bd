import type { CleosBooking, World } from '../world.ts'

/** Everything that is written down about a booking's money, read where it is kept. */
export interface Papers {
  revision: number
  sessions: { id: string; state: string; share: bigint; charged: bigint; paid: bigint }[]
  unassigned: bigint
  refunds: { id: string; state: string; minor: bigint }[]
  payments: { id: string; state: string; captured: bigint; refunded: bigint }[]
  /** Granted out of this booking. */
  credits: bigint
  /** What the invoice still asks for. */
  payable: bigint
  /** Tax in the fees on the invoice. */
  feesTax: bigint
  entries: number
  /** Payload of the newest fact about a change. */
  lastChange: unknown
}

export async function papersOf(world: World, booking: CleosBooking): Promise<Papers> {
  const loaded = await world.load(booking)
  const { reader } = world.context
  const of = { org_id: world.orgId, booking_id: booking.bookingId }
  const [refunds, credits, entries, facts] = await Promise.all([
    reader
      .selectFrom('refunds')
      .where('org_id', '=', of.org_id)
      .where('booking_id', '=', of.booking_id)
      .select(['id', 'state', 'amount_minor as minor'])
      .orderBy('id')
      .execute(),
    reader
      .selectFrom('credits')
      .where('org_id', '=', of.org_id)
      .where('booking_id', '=', of.booking_id)
      .select('granted_minor as minor')
      .execute(),
    reader
      .selectFrom('ledger_entries')
      .where('org_id', '=', of.org_id)
      .where('booking_id', '=', of.booking_id)
      .select((eb) => eb.fn.countAll<bigint>().as('count'))
      .executeTakeFirstOrThrow(),
    reader
      .selectFrom('facts')
      .where('org_id', '=', of.org_id)
      .where('booking_id', '=', of.booking_id)
      .where('kind', 'in', ['booking.canceled', 'booking.rescheduled', 'booking.changed'])
      .select('payload')
      .orderBy('id', 'desc')
      .limit(1)
      .execute(),
  ])
  return {
    revision: loaded.revision,
    sessions: loaded.sessions.map(({ id, state, priceShareMinor, chargedMinor, paidMinor }) => ({
      id,
      state,
      share: priceShareMinor,
      charged: chargedMinor,
      paid: paidMinor,
    })),
    unassigned: loaded.money.unassigned.chargedMinor,
    refunds,
    payments: loaded.money.payments.map(({ id, state, capturedMinor, refundedMinor }) => ({
      id,
      state,
      captured: capturedMinor,
      refunded: refundedMinor,
    })),
    credits: credits.reduce((sum, { minor }) => sum + minor, 0n),
    payable: (loaded.money.invoice?.lines ?? []).reduce((sum, { payableMinor }) => sum + payableMinor, 0n),
    feesTax: (loaded.money.invoice?.lines ?? [])
      .filter(({ kind }) => kind.endsWith('_fee'))
      .reduce((sum, { taxMinor }) => sum + taxMinor, 0n),
    entries: Number(entries.count),
    lastChange: facts[0]?.payload ?? null,
  }
}
