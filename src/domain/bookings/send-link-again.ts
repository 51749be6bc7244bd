import { sql } from 'kysely'
import { databaseNow } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, type Reader } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { hit } from '#domain/access/rate-limit.ts'
import { systemScope } from '#domain/access/scope.ts'
import type { Fact } from '#domain/facts/fact.ts'
import { record } from '#domain/reactions/record.ts'
import { loadBooking } from './load-booking.ts'
import { surroundings } from './people-concerned.ts'
import { writeRows } from './write-rows.ts'

const WINDOW_SECONDS = 3600
/** A stranger who types somebody's address fills their inbox with no more than this. */
const TIMES_PER_EMAIL = 3
/** A whole office may share one address. */
const TIMES_PER_SOURCE = 30
/** One mail per booking, the next ones first. */
const MOST_BOOKINGS = 10
/** Links to what is over stay useful for a while: receipts, booking again. */
const DAYS_AFTER_THE_END = 30

/**
 * Asks for the links of all present bookings made under an address. A job finds and mails them, so that neither the
 * answer nor the time it takes tells who has booked; `source` is where the request came from.
 */
export async function askForLinks(
  context: Context,
  request: { email: string; source: string },
): Promise<Outcome<null, { code: 'too_many'; waitMinutes: number }>> {
  const at = await databaseNow(context.db)
  const email = request.email.toLowerCase()
  const bySource = await hit(
    context.db,
    `link:source:${request.source}`,
    TIMES_PER_SOURCE,
    WINDOW_SECONDS,
    at,
  )
  if (!bySource) return refuse({ code: 'too_many', waitMinutes: WINDOW_SECONDS / 60 })
  // Saying that this address had enough would say that it is known; the mails that are out already have the links.
  if (!(await hit(context.db, `link:email:${email}`, TIMES_PER_EMAIL, WINDOW_SECONDS, at))) return done(null)
  await inTransaction(context.db, (tx) => context.queue.enqueue(tx, 'send_links', [{ data: { email } }]))
  return done(null)
}

/**
 * Mails the links of all present bookings made under an address, in every organization, to that address only. Links
 * that are already out keep working, because anybody can ask for this.
 */
export async function sendLinks(context: Context, email: string): Promise<void> {
  const at = await databaseNow(context.db)
  for (const booking of await presentBookings(context.db, email, at))
    await send(context, booking.orgId, booking.id)
}

function presentBookings(
  db: Reader,
  email: string,
  at: Temporal.Instant,
): Promise<{ orgId: string; id: string }[]> {
  return db
    .selectFrom('organizations as org')
    .innerJoin('customers as c', (join) =>
      join.onRef('c.org_id', '=', 'org.id').on(sql`lower(c.email)`, '=', email),
    )
    .innerJoin('bookings as b', (join) =>
      join.onRef('b.org_id', '=', 'c.org_id').onRef('b.customer_id', '=', 'c.id'),
    )
    .innerJoin('sessions as s', (join) =>
      join.onRef('s.org_id', '=', 'b.org_id').onRef('s.booking_id', '=', 'b.id'),
    )
    .where('s.state', '!=', 'canceled')
    .where(
      's.ends_at',
      '>',
      sql<Temporal.Instant>`${at}::timestamptz + org.clock_offset - make_interval(days => ${DAYS_AFTER_THE_END})`,
    )
    .groupBy(['b.org_id', 'b.id'])
    .select(['b.org_id as orgId', 'b.id'])
    .orderBy((eb) => eb.fn.max('s.ends_at'), 'desc')
    .limit(MOST_BOOKINGS)
    .execute()
}

async function send(context: Context, orgId: string, bookingId: string): Promise<void> {
  await inTransaction(context.db, async (tx) => {
    const booking = (await loadBooking(tx, systemScope(orgId), bookingId))!
    const fact: Fact<'link.sent_again'> = {
      id: newId(),
      orgId,
      kind: 'link.sent_again',
      at: booking.now,
      bookingId,
      revision: booking.revision,
      actor: { kind: 'customer', id: null, apiKeyId: null },
      channel: 'booking_page',
      remarkId: null,
      payload: {},
    }
    await writeRows(context, tx, orgId, {}, [record(fact, surroundings(booking, []))])
  })
}
