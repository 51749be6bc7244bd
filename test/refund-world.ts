import { sql } from 'kysely'
import { openPaymentProviders } from '#integrations/payments/index.ts'
import { payTestPayment } from '#integrations/payments/fake/test-bank.ts'
import { scopeOfMember, type MemberScope } from '#domain/access/scope.ts'
import { settlePayment } from '#domain/bookings/settle-payment.ts'
import { startPayment } from '#domain/bookings/start-payment.ts'
import { loadEventType } from '#domain/event-types/load-event-type.ts'
import { saveEventType } from '#domain/event-types/save-event-type.ts'
import { loadPayment, type PaymentRow } from '#domain/money/load-payment.ts'
import { loadRefund, type RefundRow } from '#domain/money/load-refund.ts'
import { savePaymentAccount } from '#domain/money/payment-accounts.ts'
import type { PaymentProvider, PaymentProviders } from '#domain/money/payment-provider.ts'
import { makeWorld, type CleosBooking, type World } from './world.ts'
import type { WorldOptions } from './world-business.ts'

/** The hiring team, collecting 100 dollars a booking through the test bank; every booking below is paid. */
export interface RefundWorld extends World {
  providers: PaymentProviders
  /** A booking that Cleo paid for in full, with its payment. */
  paidBooking(priceMinor?: bigint): Promise<{ booking: CleosBooking; paymentId: string }>
  payment(id: string): Promise<PaymentRow>
  refund(id: string): Promise<RefundRow>
  /** What does not add up in the books; nothing is what every test ends with. */
  faults(): Promise<unknown[]>
  /** What the bank gave back of a payment, and what is on its way. */
  givenBack(paymentId: string): Promise<bigint>
  /** A member with another role or limit. */
  setMember(member: MemberScope, what: { role?: string; limitMinor?: bigint | null }): Promise<MemberScope>
  /** The providers with one of their methods watched or replaced. */
  withProvider(change: (provider: PaymentProvider) => Partial<PaymentProvider>): PaymentProviders
}

export async function makeRefundWorld(options: WorldOptions = {}): Promise<RefundWorld> {
  const world = await makeWorld(options)
  const { context, orgId } = world
  const { db } = context
  const providers = openPaymentProviders({ db, publicUrl: 'http://kept.test' })
  const connected = await savePaymentAccount(
    context,
    world.alva,
    { provider: 'fake', secrets: {} },
    providers,
  )
  if (!connected.ok) throw new Error(connected.refusal.code)
  const sell = async (priceMinor: bigint) => {
    const panel = (await loadEventType(db, world.alva, world.eventTypeId))!
    const saved = await saveEventType(context, world.alva, world.eventTypeId, {
      ...panel,
      priceMinor,
      paymentMode: 'price_collected',
    })
    if (!saved.ok) throw new Error(saved.refusal.code)
  }
  await sell(10000n)
  return {
    ...world,
    providers,
    async paidBooking(priceMinor = 10000n) {
      await sell(priceMinor)
      const booking = await world.bookAgain()
      const opened = await startPayment(
        context,
        providers,
        booking.scope,
        { kind: 'booking' },
        () => 'http://kept.test',
      )
      if (!opened.ok) throw new Error(JSON.stringify(opened.refusal))
      await payTestPayment(db, opened.value.payUrl.split('/').at(-1)!)
      await settlePayment(context, providers, orgId, opened.value.payment)
      return { booking, paymentId: opened.value.payment }
    },
    payment: async (id) => (await loadPayment(db, world.scope, id))!,
    refund: async (id) => (await loadRefund(db, world.scope, id))!,
    faults: async () => (await sql`select * from ledger_faults(${orgId})`.execute(db)).rows,
    async givenBack(paymentId) {
      const { rows } = await sql<{ sum: bigint }>`
        select coalesce(sum(r.amount_minor), 0)::bigint as sum from test_bank_refunds r
        join payments p on p.provider_reference = r.payment_reference
        where p.id = ${paymentId} and r.state <> 'failed'`.execute(db)
      return rows[0]!.sum
    },
    async setMember(member, { role, limitMinor }) {
      const { memberId } = member.actor
      if (role)
        await sql`update team_members set role_id = (select id from roles where org_id = ${orgId} and key = ${role})
          where org_id = ${orgId} and id = ${memberId}`.execute(db)
      if (limitMinor !== undefined)
        await sql`update team_members set refund_limit_minor = ${limitMinor} where org_id = ${orgId} and id = ${memberId}`.execute(
          db,
        )
      return (await scopeOfMember(db, orgId, memberId))!
    },
    withProvider: (change) => ({
      ...providers,
      open(key, config) {
        const provider = providers.open(key, config)
        return provider && { ...provider, ...change(provider) }
      },
    }),
  }
}
