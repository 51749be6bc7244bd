import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../test/world.ts'
import { scopeOfMember } from '#domain/access/scope.ts'
import { addMember } from '#domain/team/members.ts'
import { completeEnded } from './complete-ended.ts'
import { keepBooking } from './keep-booking.ts'
import { markNoShow, revertNoShow } from './mark-no-show.ts'

let world: World

beforeAll(async () => {
  world = await makeWorld()
})

afterAll(() => world.close())

const session = async () => (await world.load(world.cleo)).sessions[0]!
const facts = async () => {
  const rows = await world.context.reader
    .selectFrom('facts')
    .where('booking_id', '=', world.cleo.bookingId)
    .select('kind')
    .orderBy('revision')
    .orderBy('id')
    .execute()
  return rows.map((row) => row.kind)
}

test('Cleo says she will be there: her hosts see it in the app, nobody is mailed, and saying it again changes nothing', async () => {
  expect(await keepBooking(world.context, world.cleo.scope, 'mail_link')).toEqual({
    ok: true,
    value: { revision: 2 },
  })
  expect((await session()).confirmedAt).not.toBeNull()
  expect(await keepBooking(world.context, world.cleo.scope, 'mail_link')).toEqual({
    ok: true,
    value: { revision: 2 },
  })
  const told = await world.context.reader
    .selectFrom('deliveries')
    .where('kind', '=', 'booking_confirmed')
    .select(['channel', 'audience'])
    .orderBy('audience')
    .execute()
  expect(told.map((delivery) => `${delivery.channel} ${delivery.audience}`)).toEqual([
    'in_app additional_host',
    'in_app additional_host',
    'in_app primary_host',
  ])
})

test('before the start nobody can have stayed away', async () => {
  expect(await markNoShow(world.context, world.alva, world.cleo.bookingId, (await session()).id)).toEqual({
    ok: false,
    refusal: { code: 'too_early' },
  })
})

test('a session is completed by the system at its end, not a moment before', async () => {
  const { endsAt } = await session()
  await world.pass({ seconds: Math.floor((await world.now()).until(endsAt).total('seconds')) - 30 })
  expect(await completeEnded(world.context)).toBe(0)
  await world.pass({ seconds: 60 })
  expect(await completeEnded(world.context)).toBe(1)
  expect((await session()).state).toBe('completed')
  expect(await completeEnded(world.context)).toBe(0)
  expect(await keepBooking(world.context, world.cleo.scope, 'mail_link')).toMatchObject({
    refusal: { code: 'not_from_this_state' },
  })
})

test('Alva, who hosts it, marks the no-show and takes it back; an accountant may not', async () => {
  const { id } = await session()
  const added = await addMember(world.context, world.scope, {
    name: 'Ada',
    email: 'ada@kestrel.example',
    title: '',
    zone: 'America/New_York',
    roleKey: 'accountant',
    password: null,
  })
  const ada = (await scopeOfMember(world.context.reader, world.orgId, added.ok ? added.value.memberId : ''))!
  expect(await markNoShow(world.context, ada, world.cleo.bookingId, id)).toEqual({
    ok: false,
    refusal: { code: 'not_permitted' },
  })
  expect(await markNoShow(world.context, world.alva, world.cleo.bookingId, id)).toMatchObject({ ok: true })
  expect((await session()).state).toBe('no_show')
  expect(await revertNoShow(world.context, world.alva, world.cleo.bookingId, id)).toMatchObject({ ok: true })
  expect((await session()).state).toBe('completed')
})

test('every step is one fact under one revision', async () => {
  expect(await facts()).toEqual([
    'booking.scheduled',
    'booking.confirmed_by_customer',
    'session.completed',
    'session.no_show',
    'session.no_show_reverted',
  ])
  expect((await world.load(world.cleo)).revision).toBe(5)
})

// Seen to fail with the trigger dropped.
test('a fact cannot be changed or removed, not even by a statement of our own', async () => {
  const { db } = world.context
  await expect(db.updateTable('facts').set({ kind: 'forged' }).execute()).rejects.toThrow('append-only')
  await expect(db.deleteFrom('facts').execute()).rejects.toThrow('append-only')
})
