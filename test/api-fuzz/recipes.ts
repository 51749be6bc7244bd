import type { Program } from '../api-client.ts'
import type { Family } from './pool.ts'
import type { Recipe } from './parts.ts'
import { namedRecipes, type Waiting } from './named-recipes.ts'
import { NAUGHTY } from './values.ts'

/** The quotes that were sealed before the fuzz began, per booking. */
export type SealedQuotes = Map<string, string[]>

/** Bodies that come true only when their parts belong together. Operations without a recipe need none. */
export function recipesWith(quotes: SealedQuotes, waiting?: Waiting): Record<string, Recipe> {
  let turn = 0
  const next = <T>(choices: readonly T[]): T => choices[(turn += 1) % choices.length]!
  const quoteOf = (family: Family) => {
    const sealed = quotes.get(family['bk']![0]!) ?? []
    return sealed.length > 0 ? next(sealed) : 'none'
  }
  const days = { from: '2026-12-09T00:00:00Z', to: '2026-12-20T00:00:00Z' }
  const bodies: Record<string, (family: Family) => unknown> = {
    createQuote: (family) => ({
      actor: next(['customer', 'team_member']),
      cancel: next([[], family['ses']!.slice(0, 1)]),
      reschedule: [{ session: family['ses']!.at(-1), start: `2026-12-${10 + (turn % 20)}T15:00:00Z` }],
    }),
    createChange: (family) => ({
      quote: quoteOf(family),
      reason: next(NAUGHTY),
      choices: { tell_customer: next([true, false]) },
    }),
    createPublicBooking: () => ({
      event_type: 'panel',
      starts: [`2026-12-${21 + (turn % 4)}T${15 + (turn % 5)}:${next(['00', '30'])}:00Z`],
      customer: { name: 'Cleo', email: `cleo.${turn}@mail.example` },
    }),
    createBooking: (family) => ({
      event_type: family['et']![0],
      booking_page: family['pg']![0],
      starts: [`2027-01-${11 + (turn % 4)}T${15 + (turn % 5)}:${next(['00', '30'])}:00Z`],
      customer: { name: 'Cleo', email: `cleo.${turn}@mail.example`, zone: 'Europe/London' },
    }),
    createEventType: (family) => ({
      name: `Visit ${turn}`,
      host_rule: 'panel',
      policy: family['pol']![0],
      seats: ['primary', 'additional'].map((role, index) => ({ role, candidates: [family['mem']![index]] })),
    }),
    updateEventType: (family) => ({
      host_rule: 'one',
      policy: family['pol']![0],
      seats: [{ role: 'primary', candidates: [family['mem']![next([0, 1])]] }],
    }),
    createTeamMember: () => ({ name: 'Dee', email: `dee.${turn}@kestrel.example`, role: 'host' }),
    // An address that needs nobody to look it up.
    createWebhookEndpoint: () => ({ url: 'https://1.1.1.1/hook' }),
    createPolicyVersion: () => ({
      rules: { cancel: rule(next([60, 90])), reschedule: { ...rule(60), limit: null } },
    }),
    createFailure: (family) => ({ session: family['ses']![0], reason: next(['Locked.', ...NAUGHTY]) }),
    createPayment: (family) =>
      next([{ for: 'booking' }, { for: 'balance' }, { for: 'change', quote: quoteOf(family) }]),
    createManualPayment: () => ({ method: next(['cash', 'cheque']), amount: 1 }),
    createCardCharge: () => ({ amount: 1 }),
    createRefund: (family) => ({
      payment: family['pay']![0],
      amount: 1,
      way: next(['outside', 'provider']),
      reason: 'Too cold.',
    }),
    createRefundSettlement: () => ({ reference: `Transfer ${turn}` }),
    createDiscountCode: (family) => ({
      code: `CODE-${turn}`,
      amount: { kind: 'percent', percent: 5 },
      event_type: next([family['et']![0], null]),
    }),
    createNoShow: (family) => ({ session: family['ses']![0] }),
    createNoShowReversal: (family) => ({ session: family['ses']![0] }),
  }
  const queries: Record<string, (family: Family) => Record<string, string>> = {
    listSlots: (family) => ({
      ...days,
      ...next([
        { event_type: family['et']![0]! },
        { event_type: family['et']![0]!, hosts: family['mem']![0]! },
        { session: family['ses']![0]! },
      ]),
    }),
    listPublicSlots: () => ({ ...days, event_type: 'panel' }),
  }
  const ids = [...Object.keys(bodies), ...Object.keys(queries)]
  const recipe =
    (id: string): Recipe =>
    (family) => ({
      ...(bodies[id] ? { body: bodies[id](family) } : {}),
      ...(queries[id] ? { query: queries[id](family) } : {}),
    })
  const all = Object.fromEntries(ids.map((id) => [id, recipe(id)]))
  return waiting ? { ...all, ...namedRecipes(waiting, () => (turn += 1)) } : all
}

const rule = (minutes: number) => ({
  allowed: { kind: 'until', notice_minutes: minutes },
  reason: 'optional',
  description: { kind: 'system' },
  blocked_message: '',
  grace_minutes: null,
  tiers: [],
})

/**
 * Quotes for every booking but the first, for both actors, to be confirmed later in whatever order. The first is left
 * as it is, so that there is always something to act on.
 */
export async function sealQuotes(program: Program, families: Family[]): Promise<SealedQuotes> {
  const quotes: SealedQuotes = new Map()
  for (const family of families.slice(1)) {
    const booking = family['bk']![0]!
    const sealed: string[] = []
    for (const actor of ['customer', 'team_member']) {
      const body = { actor, cancel: family['ses']!.slice(-1) }
      const answer = await program.call('POST', `/v1/bookings/${booking}/quotes`, { body })
      if (answer.body.quote) sealed.push(answer.body.quote)
    }
    quotes.set(booking, sealed)
  }
  return quotes
}
