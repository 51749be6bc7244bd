import naughty from 'big-list-of-naughty-strings/blns.json' with { type: 'json' }
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { paths } from '#paths.ts'
import { cleanText } from '#platform/forms.ts'
import { newId } from '#platform/ids.ts'
import { colleague } from '../../../../test/money-people.ts'
import { moneyWorld, type HeldBooking, type MoneyWorld } from '../../../../test/money-world.ts'
import { browserOf, type StaffBrowser } from '../../../../test/staff-browser.ts'

let world: MoneyWorld
let alva: StaffBrowser
let paid: HeldBooking
beforeAll(async () => {
  world = await moneyWorld()
  alva = await browserOf(world, world.alva)
  paid = await world.buy('full')
  const venue = await world.buy('venue')
  await alva.post(paths.addPayment(venue.bookingId), { method: 'cash', amount: '12.50', reference: 'R-1' })
})
afterAll(() => world.close())

test('payments stand in a list, newest first, with customer, method, state and amount', async () => {
  const page = await alva.get(paths.payments())
  expect(page.said).toMatch(/Cleo .* Cash Paid £12\.50 .*Cleo .* Test card ending in 4242 Paid £40\.00/)
  expect(page.html).toContain(paths.staffBooking(paid.bookingId))
})

test.each([
  ['state=succeeded&method=cash', 200, ['£12.50'], ['£40.00']],
  ['method=card', 200, ['£40.00'], ['£12.50']],
  ['state=failed', 200, ['Nothing matches'], ['£40.00']],
  ['from=2026-12-01&to=2026-12-01', 200, ['£40.00', '£12.50'], []],
  ['from=2026-12-02', 200, ['Nothing matches'], ['£40.00']],
  ['state=nonsense', 422, ['Choose one of the answers', '£40.00'], []],
  ['from=2026-13-01', 422, ['Write a date in'], []],
  ['after=nobody', 200, ['£40.00'], []],
] as const)('%s is answered with %i', async (query, status, here, gone) => {
  const page = await alva.get(`${paths.payments()}?${query}`)
  expect(page.status).toBe(status)
  for (const text of here) expect(page.said).toContain(text)
  for (const text of gone) expect(page.said).not.toContain(text)
})

test('only whoever may see payments sees them all: Bo, Cleo and Dag do not', async () => {
  const bo = await browserOf(world, world.bo)
  for (const path of [paths.payments(), paths.paymentsCsv()]) {
    expect([path, (await bo.get(path)).status]).toEqual([path, 403])
    expect([path, (await world.visit(path)).status]).toEqual([path, 303])
  }
  const { browser } = await colleague(world, 'Anna', 'accountant')
  expect((await browser.get(paths.paymentsCsv())).status).toBe(200)
})

test('the file says the same as the view, with figures that a program can add', async () => {
  const answer = await world.visit(paths.paymentsCsv({ method: 'cash' }), { cookie: alva.cookie })
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="payments-2026-12-01.csv"')
  const bytes = Buffer.from(await answer.arrayBuffer())
  // Spreadsheets read the file as UTF-8 because of its mark.
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const [columns, ...rows] = bytes.toString('utf8').slice(1).trimEnd().split('\r\n')
  expect(columns).toMatch(/^Payment,Date,Customer,Booking,/)
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatch(
    /,2026-12-01 12:00:\d\d,Cleo[^,]*,\w{3}-\w{3},Paid,Cash,manual,12\.50,12\.50,0\.00,GBP,R-1,/,
  )
})

// Seen to fail when the cells went out as they were.
test('a customer’s or colleague’s words are never a formula, and the file stays one row for each payment', async () => {
  const { db } = world.context
  const texts = naughty.map((text) => cleanText(text.toWellFormed()).slice(0, 100))
  const rows = [...new Set([...texts, '=1+1', '+1', '-1', '@A1', '=cmd|calc!A0'])]
  await sql`insert into payments (org_id, id, booking_id, purpose, provider, method, state, amount_minor, currency,
      reference, created_at)
    select ${world.orgId}, t.id, ${paid.bookingId}, 'balance', 'manual', 'other', 'rejected', 100, 'GBP', t.text, now()
    from unnest(${rows.map(() => newId())}::uuid[], ${rows}::text[]) as t (id, text)`.execute(db)
  const answer = await world.visit(paths.paymentsCsv({ method: 'other' }), { cookie: alva.cookie })
  const read = cellsOf((await answer.text()).replace(/^\uFEFF/, ''))
  expect(read).toHaveLength(rows.length + 1)
  for (const row of read) {
    expect(row).toHaveLength(16)
    for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r]/)
  }
  const references = new Set(read.slice(1).map((row) => row[11]!.replace(/^'(?=[=+\-@\t\r\uFF1D])/, '')))
  expect(rows.filter((text) => !references.has(text) && !text.startsWith("'"))).toEqual([])
})

test('a list longer than a page goes on, and so does its file', async () => {
  const page = await alva.get(paths.payments({ method: 'other' }))
  const next = /href="(\/staff\/payments\?[^"]*after=[^"]+)"/.exec(page.html)![1]!.replaceAll('&amp;', '&')
  const second = await alva.get(next)
  expect(second.said).toContain('Newest')
  expect(second.html).not.toBe(page.html)
})

/** A reader written from RFC 4180 alone. */
function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]]
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy
  for (let match = cell.exec(text); match; match = cell.exec(text)) {
    rows.at(-1)!.push(match[1] === undefined ? match[2]! : match[1].replaceAll('""', '"'))
    if (match[3] === '\r\n') rows.push([])
  }
  return rows.filter((row) => row.length > 0)
}
