import type { Program } from '../api-client.ts'
import type { Recipe } from './parts.ts'
import type { Family } from './pool.ts'
import { NAUGHTY } from './values.ts'

/** What waits for somebody when the fuzz begins: two of each, one for every operation that would use it up. */
export interface Waiting {
  requests: { id: string; booking: string }[]
  exceptions: { id: string; booking: string; sessions: string[] }[]
  /** Bookings of two sessions that never move by themselves. */
  firm: { id: string; sessions: { id: string }[] }[]
  /** Somebody owes for it, and left a card for it. */
  owing: string
  withCard: string
  /** The quote by which the first of them was canceled a moment ago. */
  canceledBy: string
}

/** Looks up what `addAsks` made, and cancels one session that can be taken back. */
export async function findWaiting(program: Program): Promise<Waiting> {
  const asks = (await program.call('GET', '/v1/asks?limit=100')).body
    .data as (Waiting['exceptions'][number] & {
    kind: string
  })[]
  const listed = await program.call('GET', '/v1/bookings?limit=100')
  const bookings = listed.body.data as Listed[]
  const of = (slug: string) => bookings.filter((booking) => booking.event_type.slug === slug)
  const firm = of('firm-pair')
  const address = `/v1/bookings/${firm[0]!.id}`
  const cancel = { actor: 'customer', cancel: [firm[0]!.sessions[0]!.id] }
  const { body } = await program.call('POST', `${address}/quotes`, { body: cancel })
  await program.call('POST', `${address}/changes`, { body: { quote: body.quote } })
  return {
    requests: asks.filter(({ kind }) => kind === 'booking'),
    exceptions: asks.filter(({ kind }) => kind === 'exception'),
    firm,
    owing: of('repair').find(({ money }) => money.balance.amount > 0)!.id,
    withCard: of('on-file')[0]!.id,
    canceledBy: body.quote_id,
  }
}

/** The other bookings: of these no quote is sealed, so that nobody cancels them before they are asked about. */
export function besides(waiting: Waiting, families: Family[]): Family[] {
  const { requests, exceptions, firm, owing, withCard } = waiting
  const asked = [...requests, ...exceptions].map(({ booking }) => booking)
  const kept = new Set([...asked, ...firm.map(({ id }) => id), owing, withCard])
  return families.filter((family) => !kept.has(family['bk']![0]!))
}

interface Listed {
  id: string
  sessions: { id: string }[]
  event_type: { slug: string }
  money: { balance: { amount: number } }
}

/** Recipes that name the very booking, because most others are not asked about. */
export function namedRecipes(
  { requests, exceptions, firm, owing, withCard, canceledBy }: Waiting,
  turn: () => number,
): Record<string, Recipe> {
  const day = () => `2027-01-${18 + (turn() % 4)}T${15 + (turn() % 5)}:00:00Z`
  const session = firm[1]!.sessions[0]!.id
  const words = () => NAUGHTY[turn() % NAUGHTY.length]
  return {
    createUndo: () => ({ params: { booking: firm[0]!.id }, body: { quote_id: canceledBy } }),
    createNewTimeRequest: () => ({
      params: { booking: firm[0]!.id },
      body: { sessions: [firm[0]!.sessions[1]!.id], reason: words() },
    }),
    createAsk: () => ({
      params: { booking: firm[1]!.id },
      body: {
        kind: 'exception',
        action: 'reschedule',
        sessions: [session],
        wishes: [{ session, starts: [day()] }],
        reason: 'My train is late.',
      },
    }),
    createSuggestion: () => ({
      params: { booking: requests[0]!.booking },
      body: { starts: [day()], reason: words() },
    }),
    createAskAnswer: () => ({
      params: { booking: exceptions[0]!.booking, ask: exceptions[0]!.id },
      body: {
        answer: 'no',
        reason: words(),
        offered: [{ session: exceptions[0]!.sessions[0], starts: [day()] }],
      },
    }),
    createManualPayment: () => ({ params: { booking: owing }, body: { method: 'cash', amount: 1 } }),
    createCardCharge: () => ({ params: { booking: withCard }, body: { amount: 1 } }),
    createAskWithdrawal: () => ({ params: { booking: exceptions[1]!.booking, ask: exceptions[1]!.id } }),
  }
}
