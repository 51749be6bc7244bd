import { expect } from 'vitest'
import { showId } from '#platform/public-ids.ts'
import type { ApiAnswer, Program } from '../../../test/api-client.ts'
import type { MoneyWorld } from '../../../test/money-world.ts'

type Json = ApiAnswer['body']

/** What a program and Cleo do to pay, each by the address that the answer before named. */
export interface Paying {
  /** Books the first free time from 14 December on. */
  book(sold: keyof MoneyWorld['types'], more?: Record<string, unknown>): Promise<ApiAnswer>
  start(booking: string, body: Record<string, unknown>, key?: string): Promise<ApiAnswer>
  /** Cleo confirms on the page of the test bank, and the answer is taken in. */
  confirm(started: Json): Promise<void>
  /** Books and pays; the booking as it is then. */
  buy(): Promise<Json>
  passUntil(start: string, hours: number): Promise<void>
}

export const CLEO = { name: 'Cleo', email: 'cleo@mail.example', zone: 'Europe/London' }

export const pounds = (amount: number) => ({ amount, currency: 'GBP' })

export function payingIn(world: MoneyWorld, program: Program): Paying {
  const paying: Paying = {
    async book(sold, more = {}) {
      const event_type = showId('eventType', world.types[sold])
      const free = await program.call('GET', `/v1/slots?event_type=${event_type}&from=2026-12-14T00:00:00Z`)
      const starts = [free.body.slots[0].start]
      return program.call('POST', '/v1/bookings', { body: { event_type, starts, customer: CLEO, ...more } })
    },
    start: (booking, body, key) =>
      program.call('POST', `/v1/bookings/${booking}/payments`, { body, ...(key ? { key } : {}) }),
    async confirm({ payment, url }) {
      const check = `/v1/payments/${payment.id}/checks`
      expect((await program.call('POST', check)).body.state).toBe('started')
      expect((await world.send(new URL(url).pathname, { answer: 'pay' })).status).toBe(303)
      expect((await program.call('POST', check)).body.state).toBe('succeeded')
    },
    async buy() {
      const { body } = await paying.book('full')
      await paying.confirm((await paying.start(body.id, { for: 'booking' })).body)
      return (await program.call('GET', `/v1/bookings/${body.id}`)).body
    },
    async passUntil(start, hours) {
      const left = (await world.now()).until(Temporal.Instant.from(start)).total('seconds') - hours * 3600
      await world.pass({ seconds: Math.ceil(left) })
    },
  }
  return paying
}
