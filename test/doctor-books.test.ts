import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog } from '#platform/log.ts'
import { runDoctor } from '../src/doctor.ts'
import { makeRefundWorld, type RefundWorld } from './refund-world.ts'

let world: RefundWorld

beforeAll(async () => {
  world = await makeRefundWorld()
})
afterAll(() => world.close())

async function linesAboutBooks(): Promise<string[]> {
  const lines: string[] = []
  const config = { ...world.config, databaseUrl: world.database.url }
  await runDoctor(config, createLog('error', { json: false }), (line) => lines.push(line))
  return lines.filter((line) => line.includes(' books '))
}

test('the doctor proves the books of everybody, and names what does not add up', async () => {
  const { paymentId } = await world.paidBooking()
  expect(await linesAboutBooks()).toEqual([
    expect.stringMatching(/^ok +books +1 sets of books with \d+ entries add up\n$/),
  ])
  // Somebody has been at the database by hand.
  await sql`update payments set refunded_minor = 7 where id = ${paymentId}`.execute(world.context.db)
  const [line] = await linesAboutBooks()
  expect(line).toContain('WRONG')
  expect(line).toContain(`refunds_miscounted ${paymentId} by 7`)
  expect(line).toContain(world.orgId)
})
