import { expect, test } from 'vitest'
import { showId } from '#platform/public-ids.ts'
import { programOf } from '../../../test/api-client.ts'
import { moneyWorld } from '../../../test/money-world.ts'

test('a request that was approved and is not paid is answered no after all, once', async () => {
  const world = await moneyWorld()
  try {
    const program = await programOf(world)
    const type = await world.sell('asked', { approval: 'request', suggestedTimes: 1 })
    const start = Temporal.Instant.from('2026-12-07T10:00:00Z')
    const booking = await world.reserve(type, { starts: [start] })
    const [ask] = (await world.load(booking)).asks
    const address = `/v1/bookings/${showId('booking', booking.bookingId)}/asks/${showId('ask', ask!.id)}/answers`
    const approved = await program.call('POST', address, { body: { answer: 'approved' } })
    expect(approved.body).toMatchObject({ ask: { state: 'granted' }, booking: { status: 'held' } })
    const body = { answer: 'no', reason: 'I am ill' }
    const declined = await program.call('POST', address, { body })
    expect([declined.status, declined.body]).toMatchObject([
      201,
      { ask: { state: 'declined', answer: 'no' }, booking: { status: 'canceled', held_until: null } },
    ])
    expect((await program.call('POST', address, { body })).body).toMatchObject({
      code: 'state_refused',
      why: 'not_open',
      state: 'declined',
    })
  } finally {
    await world.close()
  }
})
