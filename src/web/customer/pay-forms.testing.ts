import { paths } from '#paths.ts'
import type { MoneyWorld } from '../../../test/money-world.ts'
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
