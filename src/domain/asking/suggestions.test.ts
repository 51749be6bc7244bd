import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { quotingIn } from '../../../test/quoting.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { instants, requestsIn, told, valueOf } from './asks.testing.ts'
import { expireAsks } from './expire-asks.ts'
import { loadAsks } from './load-asks.ts'
import { suggestTimes } from './suggest-times.ts'
import { withdrawAsk } from './withdraw-ask.ts'

let world: World
const { quote } = quotingIn(() => world)
const { asksFor, answer, statesOf, threeOn } = requestsIn(() => world)

beforeAll(async () => {
  world = await makeWorld({
    eventType: { approval: 'request', suggestedTimes: 3 },
    booking: { starts: instants('2026-12-03T19:30:00Z', '2026-12-03T15:00:00Z', '2026-12-04T16:00:00Z') },
  })
})
afterAll(() => world.close())

describe('Cleo thinks again', () => {
  test('she suggests other times as often as she likes; only the last ones are asked', async () => {
    const request = await asksFor('2026-12-17')
    for (const day of ['2026-12-18', '2026-12-21']) {
      const given = { starts: threeOn(day), reason: `Rather ${day}`, channel: 'mail_link' as const }
      const first = valueOf(await suggestTimes(world.context, request.scope, given))
      // The same form sent twice asks once.
      expect(valueOf(await suggestTimes(world.context, request.scope, given))).toEqual(first)
    }
    expect(await statesOf(request)).toEqual(['open', 'withdrawn', 'withdrawn'])
    expect((await world.load(request)).asks[0]!.reason).toBe('Rather 2026-12-21')
    expect((await told(world, request, 2)).booking_requested).toHaveLength(5)
    const late = await suggestTimes(world.context, request.scope, {
      starts: [...threeOn('2026-12-21').slice(0, 2), Temporal.Instant.from('2026-11-01T15:00:00Z')],
      channel: 'mail_link',
    })
    expect(late).toMatchObject({ refusal: { code: 'slot_unavailable', why: 'past' } })
  })

  test('she cancels it with the ordinary quote: it costs nothing, and the question is off the table', async () => {
    const request = await asksFor('2026-12-24')
    const session = (await world.load(request)).sessions[0]!
    const asked = (await world.load(request)).asks[0]!
    const offer = await quote(request.scope, request, { cancel: [session.id] })
    expect([offer.refundMinor, offer.keptMinor, offer.owedMinor]).toEqual(['0', '0', '0'])
    valueOf(await commitChange(world.context, request.scope, offer, {}))
    expect((await world.load(request)).sessions[0]!.state).toBe('canceled')
    expect(await statesOf(request)).toEqual(['withdrawn'])
    expect(await answer(request, { askId: asked.id, start: threeOn('2026-12-24')[0]! })).toMatchObject({
      refusal: { code: 'not_open', state: 'withdrawn' },
    })
    const others = { starts: threeOn('2026-12-28'), channel: 'mail_link' as const }
    expect(await suggestTimes(world.context, request.scope, others)).toMatchObject({
      refusal: { code: 'not_requested' },
    })
  })

  test('a request is canceled, not withdrawn, and its link opens no other booking\u2019s asks', async () => {
    const askId = (await world.load(world.cleo)).asks[0]!.id
    expect(await withdrawAsk(world.context, world.cleo.scope, askId, 'mail_link')).toMatchObject({
      refusal: { code: 'wrong_kind' },
    })
    const other = await asksFor('2026-12-29')
    expect(await withdrawAsk(world.context, other.scope, askId, 'mail_link')).toMatchObject({
      refusal: { code: 'unknown_ask' },
    })
    expect(await loadAsks(world.context.reader, other.scope, world.cleo.bookingId)).toEqual([])
  })
})

describe('time passes', () => {
  test('what nobody answered within two days is over, and Cleo is told; so is a request whose other times never came', async () => {
    const waiting = await asksFor('2027-01-11')
    valueOf(await answer(waiting, { answer: 'new_times' }))
    const request = await asksFor('2027-01-12')
    await world.pass({ hours: 47 })
    await expireAsks(world.context)
    expect((await world.load(request)).sessions[0]!.state).toBe('requested')
    await world.pass({ hours: 2 })
    await expireAsks(world.context)
    expect((await world.load(request)).sessions[0]!.state).toBe('canceled')
    expect(await told(world, request, 1)).toEqual({
      ask_expired: [
        'additional_host in_app',
        'additional_host in_app',
        'customer email',
        'primary_host in_app',
      ],
    })
    expect((await world.load(waiting)).sessions[0]!.state).toBe('requested')
    await world.pass({ hours: 7 * 24 })
    await expireAsks(world.context)
    expect((await world.load(waiting)).sessions[0]!.state).toBe('canceled')
    expect(await expireAsks(world.context)).toBe(0)
  })
})
