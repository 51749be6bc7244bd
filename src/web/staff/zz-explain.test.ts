import { afterAll, beforeAll, test } from 'vitest'
import { sql } from 'kysely'
import { listActivities } from '#domain/bookings/activities.ts'
import { loadViewer } from '#domain/bookings/staff-reads.ts'
import { loadHistory } from '#domain/bookings/timeline.ts'
import { makeWorld, type World } from '../../../test/world.ts'
let world: World
beforeAll(async () => { world = await makeWorld() }, 600_000)
afterAll(() => world.close())
test('explain', async () => {
  const { db, reader } = world.context
  const { orgId } = world
  const b = (await db.selectFrom('bookings').selectAll().executeTakeFirstOrThrow())
  console.log('seeding')
  await sql`insert into bookings select (jsonb_populate_record(b, jsonb_build_object('id', gen_random_uuid(), 'reference', upper(translate(lpad(to_hex(n), 6, '0'), '01', 'gh')), 'customer_name', 'Person ' || n, 'request_key', 'k' || n, 'created_at', b.created_at - n * interval '3 minutes', 'updated_at', b.updated_at - n * interval '3 minutes'))).* from bookings b, generate_series(1, 100000) n where b.org_id = ${orgId} and b.id = ${b.id}`.execute(db)
  await sql`insert into sessions select org_id, gen_random_uuid(), id, 0, 'scheduled', null, created_at + interval '3 days', created_at + interval '3 days 30 minutes', (created_at + interval '3 days')::timestamp, 'UTC', 'u' || request_key, 0, 0, 0, null from bookings where org_id = ${orgId} and id <> ${b.id}`.execute(db)
  const owners = await db.selectFrom('time_owners').select(['id', 'name']).where('org_id', '=', orgId).execute()
  const bo = owners.find((o) => o.name === 'Bo')!.id, alva = owners.find((o) => o.name === 'Alva')!.id, cy = owners.find((o) => o.name === 'Cy')!.id
  await sql`insert into assignments select org_id, id, ${alva}::uuid, 'primary', '', null, 0 from sessions s where org_id = ${orgId} and not exists (select 1 from assignments a where a.session_id = s.id)`.execute(db)
  await sql`insert into assignments select org_id, id, ${bo}::uuid, 'additional', '', null, 1 from sessions s where org_id = ${orgId} and hashtext(id::text) % 10 = 0 and not exists (select 1 from assignments a where a.session_id = s.id and a.owner_id = ${bo}::uuid)`.execute(db)
  await sql`insert into facts select org_id, gen_random_uuid(), 'booking.scheduled', created_at, id, 1, 'customer', null, 'booking_page', null, '{"sessions":[]}' from bookings where org_id = ${orgId} and id <> ${b.id}`.execute(db)
  await sql`insert into activity_reads select org_id, ${alva}::uuid, id, revision, updated_at from bookings where org_id = ${orgId}`.execute(db)
  await sql`analyze`.execute(db)
  const out: string[] = []
  const time = async (name: string, work: () => Promise<unknown>) => { await work(); const t = performance.now(); for (let i = 0; i < 5; i++) await work(); out.push(name + ' ' + ((performance.now() - t) / 5).toFixed(1)) }
  for (const [who, scope] of [['alva', world.alva], ['bo', world.bo], ['cy', world.cy]] as const) {
    await time(`${who} viewer`, () => loadViewer(reader, scope))
    await time(`${who} list`, () => listActivities(reader, scope, {}))
    const page = await listActivities(reader, scope, {})
    await time(`${who} page 2`, () => listActivities(reader, scope, {}, page.nextCursor ?? undefined))
    await time(`${who} mine`, () => listActivities(reader, scope, { mine: true }))
    await time(`${who} unread`, () => listActivities(reader, scope, { unread: true }))
    await time(`${who} text none`, () => listActivities(reader, scope, { text: 'zzzz' }))
    await time(`${who} canceled`, () => listActivities(reader, scope, { status: 'canceled' }))
    await time(`${who} history`, () => loadHistory(reader, scope, b.id))
  }
  console.log(out.join('\n')); void cy
}, 600_000)
