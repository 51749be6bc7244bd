import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wordsOf } from '../../../test/forms.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { paths } from '#paths.ts'
import { sendLinks } from '#domain/bookings/send-link-again.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

// What the worker does with the requests that wait for it.
async function mails() {
  const { rows } = await sql<{ email: string }>`
    delete from pgboss.job where name = 'send_links' returning data ->> 'email' as email`.execute(
    world.context.db,
  )
  for (const { email } of rows) await sendLinks(world.context, email)
  return deliveries()
}

async function deliveries() {
  const rows = await world.context.db
    .selectFrom('deliveries')
    .where('kind', '=', 'link_again')
    .select(['to_address', 'booking_id'])
    .execute()
  return rows.map((row) => row.to_address)
}

// Each test comes from a place of its own, so that their limits do not meet.
const ask = (email: string, from: string) =>
  world.send(paths.lostLink(), { email }, { 'x-forwarded-for': from })

test('Cleo and a stranger get the same answer, and only Cleo gets a mail', async () => {
  const cleo = await ask('CLEO@mail.example', '192.0.2.1')
  const dag = await ask('dag@stranger.example', '192.0.2.1')
  expect([cleo.status, cleo.headers.get('location')]).toEqual([dag.status, dag.headers.get('location')])
  expect(cleo.status).toBe(303)
  expect(wordsOf(await (await world.visit(cleo.headers.get('location')!)).text())).toContain(
    'Look in your mail',
  )
  expect(await mails()).toEqual(['cleo@mail.example'])
})

// Seen to fail when the mails were made while the page waited.
test('before the answer goes out, nothing is done that depends on who has booked', async () => {
  const before = await deliveries()
  await ask('cleo@mail.example', '192.0.2.4')
  expect(await deliveries()).toEqual(before)
  expect((await mails()).length).toBeGreaterThan(before.length)
})

test('there is one mail for each booking to come, none for canceled ones', async () => {
  const before = (await mails()).length
  await world.bookAgain()
  const off = await world.bookAgain()
  await world.changeByStaff(world.alva, off, { cancel: [(await world.load(off)).sessions[0]!.id] })
  await ask('cleo@mail.example', '192.0.2.2')
  expect((await mails()).length - before).toBe(2)
})

// Seen to fail when the limit per address is left out: every request then makes mails.
test('nobody can fill an inbox: after three times in an hour the answer stays the same and no mail goes out', async () => {
  await world.bookAgain({
    customer: { name: 'Eve', email: 'eve@mail.example', phone: '', zone: 'UTC', locale: 'en-GB' },
  })
  const answers = []
  for (let time = 0; time < 6; time += 1) {
    answers.push((await ask('eve@mail.example', `192.0.2.${10 + time}`)).headers.get('location'))
    await mails()
  }
  expect(new Set(answers).size).toBe(1)
  expect((await mails()).filter((to) => to === 'eve@mail.example')).toHaveLength(3)
})

test('one place that asks for very many addresses has to wait', async () => {
  const statuses: number[] = []
  for (let time = 0; time < 32; time += 1)
    statuses.push((await ask(`dag${time}@stranger.example`, '192.0.2.99')).status)
  expect(statuses.slice(0, 30).every((status) => status === 303)).toBe(true)
  expect(statuses.slice(30)).toEqual([429, 429])
})

test.each([
  ['', 'Write the e-mail address you booked with'],
  ['cleo', 'Write an address such as name@example.com'],
  ['<script>@x', 'Write an address such as name@example.com'],
  ['a@b.example\r\nBcc: x@y.example', 'Write an address such as name@example.com'],
])('the address %j is asked for once more, with what was typed', async (email, sentence) => {
  const answer = await ask(email, '192.0.2.3')
  expect(answer.status).toBe(422)
  const html = await answer.text()
  expect(wordsOf(html)).toContain(sentence)
  expect(html).not.toContain('<script>@x')
})

test('a body that is no form is refused', async () => {
  const answer = await world.send(paths.lostLink(), {}, { 'content-type': 'application/json' })
  expect(answer.status).toBe(400)
})
