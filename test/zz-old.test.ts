import { test } from 'vitest'
import { sql } from 'kysely'
import { seedTown } from '../zzdb/town.ts'
import type { Config } from '../src/config.ts'
import { createLog } from '#platform/log.ts'
import { openDatabase } from '#platform/db.ts'
import { testDatabase } from './database.ts'
test('old', async () => {
  const world = await testDatabase()
  const context = { db: world.db, reader: openDatabase(world.url, { readOnly: true, max: 2 }), queue: world.queue, secret: 's'.repeat(40) }
  const config = { publicUrl: 'http://kept.example', demoClock: '2026-12-01T12:00:00Z', demo: true } as Config
  const t = performance.now()
  await seedTown({ config, context, log: createLog('error', { json: true }) })
  console.log('seed ms', Math.round(performance.now() - t))
  const q = async (text: string) => console.log(text.slice(0, 60), JSON.stringify((await sql.raw(text).execute(world.db)).rows, (_, v) => typeof v === 'bigint' ? Number(v) : v))
  await q(`select o.name, count(*) from bookings b join organizations o on o.id=b.org_id group by 1`)
  await q(`select o.name, s.state, count(*) from sessions s join organizations o on o.id=s.org_id group by 1,2 order by 1,2`)
  await q(`select o.name, p.provider, p.method, p.purpose, p.state, count(*), sum(amount_minor) from payments p join organizations o on o.id=p.org_id group by 1,2,3,4,5`)
  await q(`select o.name, r.state, r.way, r.cause, r.amount_minor, r.failure from refunds r join organizations o on o.id=r.org_id`)
  await q(`select o.name, c.granted_minor from credits c join organizations o on o.id=c.org_id`)
  await q(`select o.name, f.kind, f.decision from fee_decisions f join organizations o on o.id=f.org_id`)
  await q(`select o.name, f.* from organizations o cross join lateral ledger_faults(o.id) f`)
  await q(`select o.name, i.kind, count(*), count(*) filter (where due_at < now() + o.clock_offset) as due from invoices i join organizations o on o.id=i.org_id group by 1,2`)
  await context.reader.destroy(); await world.drop()
}, 60000)
