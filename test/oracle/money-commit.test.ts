import { sql } from 'kysely'
import { afterAll, describe, expect, inject, test } from 'vitest'
import { ProviderUnsure } from '#domain/money/payment-provider.ts'
import { settleRefund } from '#domain/bookings/settle-refund.ts'
import { openShop, type Shop } from './money-shop.ts'
import { play, type Ending } from './money-play.ts'

/*
 * Money end to end on PostgreSQL: random policies, prices, taxes, discounts and terms, packages of up to twenty
 * sessions, paid online or in cash; time passes to the moments at which answers turn. What is quoted is what the second
 * opinion says, and what is committed is what was quoted, to the minor unit, or nothing at all.
 */
const { bookings, seed: first } = inject('moneyCommits') ?? { bookings: 38, seed: 20_270_300 }

declare module 'vitest' {
  interface ProvidedContext {
    /** How many bookings are made in each currency, and the first one's number. */
    moneyCommits?: { bookings: number; seed: number }
  }
}

const endings: Record<string, number> = {}

describe.each([
  ['GBP', true, first],
  ['JPY', true, first + 100_000],
  ['KWD', true, first + 200_000],
  // Nobody collects online here: everything is paid by hand, and fees are put on the invoice.
  ['USD', false, first + 300_000],
] as const)('%s', (currency, hasProvider, from) => {
  test(
    `${bookings} bookings are changed as quoted, or not at all (seed ${from})`,
    async () => {
      const shop = await openShop(currency, hasProvider)
      try {
        for (let number = from; number < from + bookings; number += 1) {
          const ended = await play(shop, number).catch((cause: unknown) => {
            throw new Error(`Booking ${number} in ${currency}: ${(cause as Error).message}`, { cause })
          })
          for (const ending of ended) count(ending)
          expect(await faultsOf(shop), `booking ${number}`).toEqual([])
        }
        await settleAll(shop)
        expect(await faultsOf(shop)).toEqual([])
      } finally {
        await shop.world.close()
      }
    },
    bookings * 5_000,
  )
})

afterAll(() => {
  // The bookings are worth making: changes are committed in every way there is.
  for (const ending of ['done', 'paid', 'credit', 'by staff'])
    expect(endings[ending] ?? 0).toBeGreaterThan(bookings / 20)
})

function count(ending: Ending): void {
  endings[ending] = (endings[ending] ?? 0) + 1
}

async function faultsOf({ world }: Shop): Promise<unknown[]> {
  return (await sql`select * from ledger_faults(${world.orgId})`.execute(world.context.db)).rows
}

/** Every refund that nobody has to approve is carried out, and none of the payments gives back more than it took. */
async function settleAll({ world, payments }: Shop): Promise<void> {
  const { db } = world.context
  const waiting = await db.selectFrom('refunds').where('state', '=', 'approved').select('id').execute()
  for (const { id } of waiting) {
    await settleRefund(world.context, payments, world.orgId, id).catch((error: unknown) => {
      if (!(error instanceof ProviderUnsure)) throw error
    })
  }
  const rows = await db.selectFrom('payments').select(['captured_minor', 'refunded_minor']).execute()
  expect(rows.every((row) => row.refunded_minor <= row.captured_minor)).toBe(true)
}
