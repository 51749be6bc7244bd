import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TierAmount } from '#domain/policies/policy.ts'
import { cancelMoney, moveFee, paidForShare, type LateFee, type SessionBalance } from './session-money.ts'
import { splitEvenly } from './shares.ts'

// What holds for any package, policy and payment.

const percent = (size: number): TierAmount => ({ kind: 'percent', percent: size })
const amount = (minor: number): TierAmount => ({ kind: 'amount', minor: `${minor}` })
const inTier = (of: TierAmount) => ({ tier: { fromNoticeMinutes: 0, amount: of }, inGrace: false })
const NO_TIER = { tier: null, inGrace: false }
const GRACE = { tier: null, inGrace: true }
const automatic = (minor: bigint): LateFee => ({ minor, windowMinutes: 1_440, customers: 'automatic' })

const anyAmount = fc.oneof(
  fc.integer({ min: 0, max: 100 }).map(percent),
  fc.integer({ min: 0, max: 200_000 }).map(amount),
)
const anyVerdict = fc.oneof(fc.constant(GRACE), fc.constant(NO_TIER), anyAmount.map(inTier))
const anyLateFee = fc.option(
  fc.record({
    minor: fc.bigInt({ min: 1n, max: 200_000n }),
    windowMinutes: fc.constant(1_440),
    customers: fc.constantFrom('off' as const, 'ask_staff' as const, 'automatic' as const),
  }),
  { nil: null },
)
/** A package of any size in any currency, and what was paid of each session and of its fees. */
const anyPackage = fc
  .record({
    totalMinor: fc.oneof(fc.bigInt({ min: 0n, max: 400n }), fc.bigInt({ min: 0n, max: 10n ** 10n })),
    count: fc.integer({ min: 1, max: 20 }),
    feeMinor: fc.bigInt({ min: 0n, max: 5_000n }),
    paidThousandths: fc.bigInt({ min: 0n, max: 1_200n }),
  })
  .map(({ totalMinor, count, feeMinor, paidThousandths }) =>
    splitEvenly(totalMinor, count).map((priceShareMinor, position): SessionBalance => {
      const chargedMinor = priceShareMinor + feeMinor
      return { position, priceShareMinor, chargedMinor, paidMinor: (chargedMinor * paidThousandths) / 1_000n }
    }),
  )

test('for every session: what goes back, is kept and waits is what was paid for it, to the minor unit', () => {
  fc.assert(
    fc.property(
      anyPackage,
      anyVerdict,
      anyLateFee,
      fc.boolean(),
      (sessions, verdict, lateFee, owesUnpaid) => {
        for (const session of sessions) {
          const money = cancelMoney(
            { paymentMode: 'price_collected', sessions },
            session,
            verdict,
            { owesUnpaid },
            lateFee,
          )
          const for_ = paidForShare(session)
          expect(money.refundMinor + money.keptMinor + money.undecidedMinor).toBe(for_)
          expect(Object.values(money).every((one) => typeof one === 'string' || one >= 0n)).toBe(true)
          // Who still owes something gets nothing back.
          expect(money.owedMinor > 0n && money.refundMinor > 0n).toBe(false)
          expect(money.refundMinor <= session.paidMinor).toBe(true)
        }
      },
    ),
  )
})

test('credit that is offered is more than the refund, and never more than was paid', () => {
  fc.assert(
    fc.property(anyPackage, anyAmount, anyAmount, (sessions, tier, offered) => {
      for (const session of sessions) {
        const rule = { credit: { amount: offered, months: 12 } }
        const money = cancelMoney(
          { paymentMode: 'price_collected', sessions },
          session,
          inTier(tier),
          rule,
          null,
        )
        if (money.creditMinor > 0n) expect(money.creditMinor > money.refundMinor).toBe(true)
        expect(money.creditMinor <= paidForShare(session)).toBe(true)
      }
    }),
  )
})

// Seen to fail with the fixed fee taken whole for each session.
test('fees scale with the sessions: all of a package together cost the fixed fee, some of it a part', () => {
  fc.assert(
    fc.property(anyPackage, fc.integer({ min: 0, max: 200_000 }), (sessions, fee) => {
      const of = { paymentMode: 'price_collected' as const, sessions }
      const fees = sessions.map((session) => moveFee(of, session, inTier(amount(fee))).feeMinor)
      expect(fees.reduce((sum, one) => sum + one, 0n)).toBe(BigInt(fee))
      const kept = sessions.map((session) => {
        const { keptMinor, owedMinor } = cancelMoney(of, session, NO_TIER, {}, automatic(BigInt(fee)))
        return keptMinor + owedMinor
      })
      expect(kept).toEqual(fees)
    }),
  )
})
