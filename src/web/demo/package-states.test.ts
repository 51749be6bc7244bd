import { afterAll, beforeAll, expect, test } from 'vitest'
import { paths } from '#paths.ts'
import { formOf, wordsOf } from '../../../test/forms.ts'
import { makeWorld, type World } from '../../../test/world.ts'

/* The two figures of the seed articles: the same facts in the same order, seven years ago, and everything works there. */
let world: World
beforeAll(async () => {
  world = await makeWorld({ demo: true })
})
afterAll(() => world.close())

async function open(id: 'K1' | 'M1s'): Promise<{ path: string; html: string; words: string }> {
  const made = await world.visit(paths.demoState(id))
  const path = made.headers.get('location')!
  const html = await (await world.visit(path)).text()
  return { path, html, words: wordsOf(html) }
}

function expectInOrder(words: string, facts: string[]) {
  const places = facts.map((fact) => words.indexOf(fact))
  expect(places, facts.join(' | ')).not.toContain(-1)
  expect(places).toEqual(places.toSorted((one, other) => one - other))
}

test('figure 2 of the article about packages: the policy, each session with its status, the zone, the times', async () => {
  const { path, html, words } = await open('K1')
  expectInOrder(words, [
    '15-minute meeting',
    'How would you like to update these sessions?',
    'Reschedule',
    'Cancel',
    'Keep',
    'Reschedule policy',
    'Sessions can be moved any time before the start.',
    'Sessions you can reschedule',
    'Thursday, June 27, 2019, 10:30 AM to 10:45 AM (Scheduled)',
    'Thursday, June 27, 2019, 1:30 PM to 1:45 PM (Scheduled)',
    'Thursday, June 27, 2019, 1:45 PM to 2:00 PM (Scheduled)',
    'United States; Eastern time (GMT-4:00) [DST]',
    'See available times',
  ])
  const [first] = [...html.matchAll(/type="checkbox"[^>]*value="([^"]+)"/g)].map((found) => found[1]!)
  const pick = await (await world.visit(`${path}&choose=1&session=${first}`)).text()
  expect(wordsOf(pick)).toContain('Was Thu, Jun 27, 10:30 AM.')
  const [slot] = [...pick.matchAll(/<a class="slot" href="([^"]+)"/g)].map((found) => found[1]!)
  const check = await world.visit(slot!.replaceAll('&amp;', '&'))
  expect(wordsOf(await check.text())).toContain('Check the new time')
})

test('figure 2 of the article about panels: the meeting, the question, the time with its zone, the policy, the reason', async () => {
  const { path, html, words } = await open('M1s')
  expectInOrder(words, [
    '30-minute meeting',
    'How would you like to update this booking?',
    'Reschedule',
    'Cancel',
    'Keep',
    'Thursday, June 27, 2019, 2:30 PM to 3:00 PM',
    'United States; Eastern time (GMT-4:00) [DST]',
    'Cancel the booking',
    'Cancellation policy',
    'Bookings can be canceled any time before the start.',
    'Reason for canceling *',
  ])
  expect(words.lastIndexOf('Cancel the booking')).toBeGreaterThan(words.indexOf('Reason for canceling *'))
  const commit = `${path.split('?')[0]}/changes`
  const form = { ...formOf(html, 'change'), checked: '1' }
  expect((await world.send(commit, form)).status).toBe(422)
  const sent = await world.send(commit, { ...form, why: 'ill' })
  const result = wordsOf(await (await world.visit(sent.headers.get('location')!)).text())
  expect(result).toContain('Your booking is canceled')
})
