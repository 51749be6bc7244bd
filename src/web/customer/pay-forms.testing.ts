import { paths } from '#paths.ts'
import { expect } from 'vitest'
import { formOf } from '../../../test/forms.ts'
import type { HeldBooking, MoneyWorld } from '../../../test/money-world.ts'
import { hidden, words } from './booking-forms.testing.ts'

/** What Cleo writes, complete and in order. */
const CLEO = { name: 'Cleo Martin', email: 'cleo.martin@mail.example', phone: '', guests: '' }

export interface Seen {
  status: number
  html: string
  words: string
  /** Where it leads, without the site; empty where it leads nowhere. */
  to: string
}

/** Looks at an address, or at what came back from a form. */
export async function see(response: Response | Promise<Response>): Promise<Seen> {
  const answer = await response
  const html = await answer.text()
  const to = (answer.headers.get('location') ?? '').replace('http://kept.test', '')
  return { status: answer.status, html, words: words(html), to }
}

/** Fills in the details form of an event type and sends it. */
export async function sendDetails(
  world: MoneyWorld,
  eventType: string,
  start: string | string[],
  more: Record<string, string> = {},
  query = '',
): Promise<Seen> {
  const path = paths.details('clinic', eventType)
  const starts = [start].flat()
  const address = `${path}?${starts.map((one) => `start=${one}`).join('&')}${query}`
  const { html } = await see(world.visit(address))
  const fields = { key: hidden(html, 'key'), tz: hidden(html, 'tz'), credit: hidden(html, 'credit') }
  return see(world.send(path, { ...fields, start: starts, ...CLEO, ...more }))
}

/** Presses "Pay" on the pay page of a link; gives where the provider's page is. */
export function pressPay(world: MoneyWorld, token: string, more: Record<string, string> = {}): Promise<Seen> {
  return see(world.send(paths.pay(token), more))
}

/** At the test bank: pays or declines, and goes back; gives the address of our page. */
export async function atBank(world: MoneyWorld, bank: string, answer = 'pay'): Promise<string> {
  const back = await see(world.send(bank, { answer }))
  return back.to
}

/** Comes back from the provider and lets the page ask; gives where that leads in the end. */
export async function comeBack(world: MoneyWorld, address: string): Promise<Seen> {
  const asked = await see(world.send(address, {}))
  return see(world.visit(asked.to))
}

/** Closes a world whose books agree. */
export async function closed(world: MoneyWorld): Promise<void> {
  expect(await world.faults()).toEqual([])
  await world.close()
}

/** Somebody with an address, and so a credit, of their own. */
export function known(who: string) {
  return { name: 'Cleo', email: `${who}@mail.example`, phone: '', zone: 'Europe/London', locale: 'en-GB' }
}

/** One of the starts that are less than 24 hours away, this afternoon or tomorrow morning. */
export function late(which: number): Temporal.Instant {
  const hours = ['01T14', '01T15', '01T16', '01T17', '02T09', '02T10', '02T11']
  return Temporal.Instant.from(`2026-12-${hours[which]}:00:00Z`)
}

/** Sends the form of the page as a person would, a moment later, and looks at the result. */
export async function cancel(
  world: MoneyWorld,
  booking: HeldBooking,
  page: Seen,
  more: Record<string, string> = {},
): Promise<Seen> {
  await world.pass({ seconds: 2 })
  const sent = await see(world.send(paths.commit(booking.token), { ...formOf(page.html, 'change'), ...more }))
  if (sent.status !== 303) throw new Error(`The form was refused: ${sent.words}`)
  // Once more, as by a double click: the same result.
  const twice = await see(
    world.send(paths.commit(booking.token), { ...formOf(page.html, 'change'), ...more }),
  )
  expect(twice.to).toBe(sent.to)
  return see(world.visit(sent.to))
}
