import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Business } from '../../db/town-build.ts'
import { HIRING } from '../../db/town-hiring.ts'
import {
  bookByHand,
  CLEO,
  everybodyTold,
  headingOf,
  linkOf,
  linksOf,
  mailTo,
  openBusiness,
} from './journey.ts'
import { openStage } from './test-app.ts'

/*
 * Programs open the links of a mail before people do: mail scanners, previews, browsers that fetch ahead. Nothing of
 * that may change anything (ux T15; all other mails and pages in mailed-links.test.ts). Every message has left before the rows are counted, so a change is a page's doing.
 * Seen to fail when the manage page confirmed the booking on GET, and when a young form was carried out at once.
 */

const stage = openStage()
let business: Business

beforeAll(async () => {
  business = await openBusiness(stage, HIRING, 'scanned')
})

/** The least often that the links with the customer's key are fetched. */
const FETCHES = 1000

/** How scanners ask: plainly, for the head only, for the first bytes, as a browser that looks ahead, with odd headers. */
const SCANNERS: RequestInit[] = [
  {},
  { method: 'HEAD' },
  { headers: { range: 'bytes=0-1023' } },
  { headers: { 'sec-purpose': 'prefetch;prerender', purpose: 'prefetch' } },
  {
    headers: {
      'user-agent': 'Mozilla/5.0 (compatible; LinkScanner/2.1)',
      accept: '*/*',
      'accept-language': 'xx',
      cookie: 'kept_login=nobody; a=b',
    },
  },
]

test(
  'every link of the mail, fetched a thousand times in every way, changes nothing',
  { timeout: 300_000 },
  async () => {
    const visitor = await stage.visitor()
    await bookByHand(await visitor.newPage(), business, 'Panel interview')
    await visitor.close()
    const mails = await everybodyTold(stage)
    const addresses = [
      ...new Set(
        mails.flatMap((mail) => [
          ...linksOf(mail).map(({ href }) => href),
          ...plainLinks(mail.parsed.text ?? ''),
        ]),
      ),
    ]
    const ours = addresses.filter((address) => address.startsWith(stage.app.origin))
    const keys = ours.filter((address) => address.includes('/b/'))
    expect(keys.length).toBeGreaterThanOrEqual(4)
    const before = await checksum()
    const statuses = new Map<number, number>()
    for (let round = 0; round * keys.length * SCANNERS.length < FETCHES; round += 1) {
      await Promise.all(
        ours.flatMap((address) =>
          SCANNERS.map(async (how) => {
            const answer = await fetch(address, { redirect: 'manual', ...how })
            await answer.arrayBuffer()
            statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
          }),
        ),
      )
    }
    expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(FETCHES)
    // 303 are the addresses for team members, which ask for a sign-in.
    expect([...statuses.keys()].filter((status) => status !== 200 && status !== 303)).toEqual([])
    expect(await checksum()).toEqual(before)
  },
)

test('a scanner that runs scripts and presses the button at once gets a question, not a cancellation', async () => {
  const visitor = await stage.visitor()
  const page = await visitor.newPage()
  await bookByHand(page, business, 'Panel interview')
  const mail = await mailTo(stage, CLEO.email)
  const before = await bookings()
  await page.goto(linkOf(mail, 'Cancel'))
  await page.evaluate(() => {
    const form = document.querySelector<HTMLFormElement>('form#change')!
    form.querySelector<HTMLInputElement>('input[type=radio]')?.click()
    form.submit()
  })
  await page.getByRole('heading', { level: 1, name: 'Check: cancel this booking?' }).waitFor()
  expect(await bookings()).toEqual(before)

  // A person who was that quick goes on with one press.
  await page.getByRole('button', { name: 'Cancel the booking' }).click()
  await page.getByRole('heading', { level: 1, name: 'Your booking is cancelled' }).waitFor()
  expect(await headingOf(page)).toBe('Your booking is cancelled')
  await visitor.close()
})

async function bookings() {
  return stage.app.deps.context.db
    .selectFrom('sessions')
    .select(['id', 'state', 'starts_at'])
    .orderBy('id')
    .execute()
}

function plainLinks(text: string): string[] {
  return text.match(/https?:\/\/[^\s<>"']+/g) ?? []
}

/** A digest of the rows of each of the product's tables, so that a difference names its table. */
async function checksum(): Promise<Record<string, string>> {
  const { db } = stage.app.deps.context
  const { rows: tables } = await sql<{
    name: string
  }>`select format('%I', tablename) as name from pg_tables where schemaname = 'public' order by 1`.execute(db)
  const sums: Record<string, string> = {}
  for (const { name } of tables) {
    const { rows } = await sql<{ sum: string }>`
      select md5(coalesce(string_agg(t::text, E'\n' order by t::text), '')) as sum from ${sql.raw(name)} t`.execute(
      db,
    )
    sums[name] = rows[0]!.sum
  }
  return sums
}
