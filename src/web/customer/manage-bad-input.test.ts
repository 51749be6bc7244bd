import naughty from 'big-list-of-naughty-strings' with { type: 'json' }
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formOf, wordsOf } from '../../../test/forms.ts'
import { makeWorld, type CleosBooking, type World } from '../../../test/world.ts'
import { paths } from '#paths.ts'
import { judgeReason, LONGEST_WORDS, readReason } from './manage-reason.tsx'
import { cleanText } from '#platform/forms.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { openQuote, sealQuote } from '#domain/bookings/quote.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'

let world: World
let fields: Record<string, string>
beforeAll(async () => {
  world = await makeWorld()
  fields = await formOfCancel(world.cleo)
  await world.pass({ seconds: 2 })
})
afterAll(() => world.close())

async function formOfCancel(booking: CleosBooking): Promise<Record<string, string>> {
  return formOf(await (await world.visit(paths.manage(booking.token, { do: 'cancel' }))).text(), 'change')
}

async function refused(send: Promise<Response>, status: number): Promise<string> {
  const before = await world.checksum()
  const answer = await send
  expect(answer.status).toBe(status)
  expect(await world.checksum()).toBe(before)
  return wordsOf(await answer.text())
}

// Seen to fail when the seal is not compared: the edited quote is then committed.
test('a quote that was edited, forged, cut short or left out is refused', async () => {
  const [body, seal] = fields['quote']!.split('.') as [string, string]
  const edited = JSON.parse(Buffer.from(body, 'base64url').toString()) as { refundMinor: string }
  edited.refundMinor = '999999'
  const other = Buffer.from(JSON.stringify(edited)).toString('base64url')
  for (const quote of [
    `${other}.${seal}`,
    `${body}.${seal.startsWith('A') ? 'B' : 'A'}${seal.slice(1)}`,
    `${body}.${seal.slice(1)}`,
    body,
    '.',
    '',
    'x',
    `${fields['quote']}.x`,
  ]) {
    const words = await refused(world.send(paths.commit(world.cleo.token), { quote }), 400)
    expect(words).toContain('This form does not belong to this booking')
  }
})

test("another booking's quote, another actor's quote and another secret's quote are refused", async () => {
  const other = await world.bookAgain()
  const theirs = await formOfCancel(other)
  await world.pass({ seconds: 2 })
  await refused(world.send(paths.commit(world.cleo.token), theirs), 400)
  const booking = await world.load(world.cleo)
  const staffs = await quoteChange(world.context.reader, world.alva, {
    bookingId: booking.id,
    cancel: [booking.sessions[0]!.id],
    reschedule: [],
    channel: 'staff_page',
  })
  if (!staffs.ok) throw new Error(staffs.refusal.code)
  await refused(
    world.send(paths.commit(world.cleo.token), { quote: sealQuote(world.context.secret, staffs.value) }),
    400,
  )
  const own = openQuote(world.context.secret, fields['quote']!, world.cleo.scope)!
  await refused(world.send(paths.commit(world.cleo.token), { quote: sealQuote('x'.repeat(40), own) }), 400)
})

test('fields sent twice, in the wrong shape or far too long do no harm', async () => {
  const booking = await world.bookAgain()
  const own = await formOfCancel(booking)
  await world.pass({ seconds: 2 })
  const commit = paths.commit(booking.token)
  await refused(world.send(commit, { ...own, why: ['bribed', 'ill'], reason: ['one', 'two'] }), 422)
  await refused(world.send(commit, { ...own, reason: 'x'.repeat(100_000) }), 422)
  await refused(world.send(commit, { ...own, quote: ['x', own['quote']!] }), 400)
  await refused(world.send(commit, { ...own, reason: 'x'.repeat(2_000_000) }), 413)
  await refused(world.send(commit, {}, { 'content-type': 'application/json' }), 400)
  await refused(world.send(commit, {}, { 'content-type': 'multipart/form-data; boundary=x' }), 400)
  await refused(world.send(commit, own, { origin: 'https://dag.example' }), 403)
  const sent = await world.send(commit, { ...own, unknown: 'field', __proto__: 'x', constructor: 'y' })
  expect(sent.status).toBe(303)
})

test('unknown addresses below a link are not found, and never a crash', async () => {
  const { token } = world.cleo
  for (const path of [
    `/b/${token}/`,
    `/b/${token}/nothing`,
    `/b/${token}/x.ics`,
    `/b/${token}/changes`,
    `/b/${token}/keep`,
    '/b',
    '/b/',
  ]) {
    const answer = await world.visit(path)
    expect(answer.status).toBeGreaterThanOrEqual(300)
    expect(answer.status).toBeLessThan(500)
  }
  for (const query of [
    'done=canceled',
    'done=canceled&quote=x',
    'done=banana',
    '',
    'done=moved&quote=%00',
    'done=canceled&quote=a&quote=b',
  ]) {
    const answer = await world.visit(`/b/${token}/result?${query}`)
    expect([303, 400, 404]).toContain(answer.status)
  }
})

test("the receipt of one booking cannot be read with another booking's link", async () => {
  const [mine, theirs] = [await world.bookAgain(), await world.bookAgain()]
  const own = await formOfCancel(theirs)
  await world.pass({ seconds: 2 })
  const place = (await world.send(paths.commit(theirs.token), own)).headers.get('location')!
  const answer = await world.visit(place.replace(theirs.token, mine.token))
  expect(answer.status).toBe(303)
})

// Each string is checked as a reason; those that a form would take are kept, shown and escaped.
test('the 461 naughty strings come through the reason as what they are: text', async () => {
  const strings = naughty as string[]
  expect(strings.length).toBeGreaterThanOrEqual(461)
  const booking = await world.bookAgain()
  const own = await formOfCancel(booking)
  const check = async (text: string) => {
    const judged = judgeReason(readReason({ why: '', reason: text }), 'optional', 'cancel', 'en-GB')
    if (judged.ok) expect(judged.reason).toBe(cleanText(text))
    else expect(cleanText(text).length).toBeGreaterThan(LONGEST_WORDS)
    // An unknown choice shows the form again, with the words in it.
    const shown = await world.send(paths.commit(booking.token), { ...own, why: 'x', reason: text })
    expect(shown.status).toBe(422)
    expect(textareaOf(await shown.text())).toBe(escaped(cleanText(text)))
  }
  for (let from = 0; from < strings.length; from += 20)
    await Promise.all(strings.slice(from, from + 20).map(check))
}, 180_000)

test('a naughty reason is kept, and shown where the reason is shown', async () => {
  for (const text of [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    'Ω≈ç√∫˜µ≤≥÷ 田中さん 🐵 \u202Etest',
    "'; drop table remarks; --",
    'a\r\nb\u0000c\uD800d',
  ]) {
    const booking = await world.bookAgain()
    const quote = openQuote(world.context.secret, (await formOfCancel(booking))['quote']!, booking.scope)!
    const judged = judgeReason(readReason({ reason: text }), 'optional', 'cancel', 'en-GB')
    if (!judged.ok) throw new Error(judged.problem.text)
    expect((await commitChange(world.context, booking.scope, quote, { reason: judged.reason })).ok).toBe(true)
    const html = await (await world.visit(paths.manage(booking.token))).text()
    for (const line of cleanText(text).split('\n')) expect(html).toContain(escaped(line))
    expect(html).not.toContain('<script>alert')
    expect(html).not.toContain('<img src=x')
  }
})

function textareaOf(html: string): string {
  return html.slice(html.indexOf('>', html.indexOf('<textarea')) + 1, html.indexOf('</textarea>'))
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
