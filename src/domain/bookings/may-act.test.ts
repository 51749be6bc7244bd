import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../test/world.ts'
import { scopeOfLink, scopeOfMember, type MemberScope } from '#domain/access/scope.ts'
import { createOrganization } from '#domain/organizations/create-organization.ts'
import { OPEN_RULE } from '#domain/policies/policy.ts'
import { addMember } from '#domain/team/members.ts'
import { newToken } from '#platform/tokens.ts'
import { commitChange } from './commit-change.ts'
import { mayAct } from './may-act.ts'
import { quoteChange } from './quote-change.ts'

let world: World

beforeAll(async () => {
  world = await makeWorld()
})

afterAll(() => world.close())

async function member(roleKey: string): Promise<MemberScope> {
  const person = {
    name: roleKey,
    email: `${roleKey}@kestrel.example`,
    title: '',
    zone: 'America/New_York',
    roleKey,
    password: null,
  }
  const added = await addMember(world.context, world.scope, person)
  return (await scopeOfMember(world.context.reader, world.orgId, added.ok ? added.value.memberId : ''))!
}

const ask = async (scope: MemberScope, booking = world.cleo) => {
  const { id, sessions } = await world.load(booking)
  return quoteChange(world.context.reader, scope, {
    bookingId: id,
    cancel: [sessions[0]!.id],
    reschedule: [],
    channel: 'staff_page',
  })
}

test('T2, T3, T6, T7: Alva owns it, Bo sits in it and a dispatcher sends people about: all may cancel', async () => {
  for (const scope of [world.alva, world.bo, await member('dispatcher')])
    expect(await ask(scope)).toMatchObject({ ok: true })
})

test('T4: inside the cut-off the team still may, and the override is noted', async () => {
  const booking = await world.bookAgain()
  await world.pass({
    seconds:
      Math.floor(
        (await world.now()).until((await world.load(booking)).sessions[0]!.startsAt).total('seconds'),
      ) - 7200,
  })
  expect(await ask(world.bo, booking)).toMatchObject({ ok: true, value: { overridden: true } })
})

test('T8: once the start has passed the customer may not and the team may', async () => {
  const booking = await world.bookAgain()
  const { sessions, id } = await world.load(booking)
  await world.pass({
    seconds: Math.ceil((await world.now()).until(sessions[0]!.startsAt).total('seconds')) + 60,
  })
  const asked = { bookingId: id, cancel: [sessions[0]!.id], reschedule: [], channel: 'mail_link' as const }
  expect(await quoteChange(world.context.reader, booking.scope, asked)).toMatchObject({
    refusal: { refusal: { code: 'started' } },
  })
  expect(await ask(world.alva, booking)).toMatchObject({ ok: true })
})

test('T13: a canceled session is canceled once, whoever asks', async () => {
  const booking = await world.bookAgain({ starts: [Temporal.Instant.from('2026-12-10T19:30:00Z')] })
  const quote = await ask(world.alva, booking)
  if (!quote.ok) throw new Error(quote.refusal.code)
  await commitChange(world.context, world.alva, quote.value, {})
  expect(await ask(world.bo, booking)).toMatchObject({ refusal: { code: 'state', state: 'canceled' } })
  const { sessions, id } = await world.load(booking)
  const asked = { bookingId: id, cancel: [sessions[0]!.id], reschedule: [], channel: 'mail_link' as const }
  expect(await quoteChange(world.context.reader, booking.scope, asked)).toMatchObject({
    refusal: { refusal: { code: 'not_open' } },
  })
})

test('T15: a viewer may look and not touch; a colleague without a part in it sees nothing; a stranger finds nothing', async () => {
  const booking = await world.load(world.cleo)
  const viewer = await member('viewer')
  const colleague = await member('host')
  expect([mayAct(viewer, booking, 'view'), mayAct(viewer, booking, 'change')]).toEqual([true, false])
  expect([mayAct(colleague, booking, 'view'), mayAct(colleague, booking, 'change')]).toEqual([false, false])
  expect(await ask(colleague)).toEqual({ ok: false, refusal: { code: 'not_permitted' } })
  const dag = await createOrganization(world.context, {
    name: 'Dag & Co',
    zone: 'UTC',
    locale: 'en-GB',
    currency: 'EUR',
    contactEmail: null,
    contactPhone: null,
    owner: { name: 'Dag', email: 'dag@stranger.example', password: null },
    policy: { name: 'Open', rules: { cancel: OPEN_RULE, reschedule: OPEN_RULE } },
  })
  const stranger = (await scopeOfMember(world.context.reader, dag.orgId, dag.ownerId))!
  expect(await ask(stranger)).toEqual({ ok: false, refusal: { code: 'unknown_booking' } })
  expect(mayAct(stranger, booking, 'view')).toBe(false)
})

test('T16: Cleo has no account, and her link is all she needs; a made-up one is nobody', async () => {
  expect((await scopeOfLink(world.context.reader, world.cleo.token))?.actor).toEqual({
    kind: 'customer',
    bookingId: world.cleo.bookingId,
  })
  expect(await scopeOfLink(world.context.reader, newToken())).toBeNull()
  expect(await scopeOfLink(world.context.reader, '')).toBeNull()
})

test('a member who was switched off is nobody', async () => {
  const gone = await member('admin')
  await world.context.db
    .updateTable('time_owners')
    .set({ active: false })
    .where('id', '=', gone.actor.memberId)
    .execute()
  expect(await scopeOfMember(world.context.reader, world.orgId, gone.actor.memberId)).toBeNull()
})
