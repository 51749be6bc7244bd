import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadReset, resetTokenOf } from '#domain/access/password-reset.ts'
import { systemScope } from '#domain/access/scope.ts'
import { createOrganization } from '#domain/organizations/create-organization.ts'
import { addMember } from '#domain/team/members.ts'
import { OPEN_RULE } from '#domain/policies/policy.ts'
import { fieldOf, pageOf } from '../../../test/staff-browser.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { ownStaffPath } from './gate.ts'

const ALVAS_PASSWORD = 'seven green bicycles'

let world: World
beforeAll(async () => {
  const owner = {
    name: 'Alva',
    email: 'alva@kestrel.example',
    password: ALVAS_PASSWORD,
    title: 'Head of hiring',
  }
  world = await makeWorld({ organization: { owner } })
})
afterAll(() => world.close())

const signIn = async (
  email: string,
  password: string,
  more: Record<string, string> = {},
  headers: Record<string, string> = {},
) => pageOf(await world.send('/staff/sign-in', { email, password, ...more }, headers))

const cookieOf = (headers: Headers) => headers.get('set-cookie')!.split(';')[0]!

/** Each test knocks from an address of its own, so that the limits of one do not meet another. */
let knocks = 0
const from = () => ({ 'x-forwarded-for': `203.0.113.${(knocks += 1)}` })

test('Alva signs in and out', async () => {
  const entered = await signIn('Alva@Kestrel.example', ALVAS_PASSWORD, {}, from())
  expect(entered).toMatchObject({ status: 303, location: '/staff' })
  expect(entered.headers.get('set-cookie')).toMatch(
    /^kept_login=[\w-]{43}; Max-Age=1209600; Path=\/staff; HttpOnly; SameSite=Lax$/,
  )
  const cookie = cookieOf(entered.headers)
  expect((await world.visit('/staff', { cookie })).status).toBe(200)
  const stored = await world.context.reader.selectFrom('logins').select('token_hash').execute()
  expect(JSON.stringify(stored)).not.toContain(cookie.split('=')[1])
  const left = await world.send('/staff/sign-out', {}, { cookie })
  expect([left.status, left.headers.get('location')]).toEqual([303, '/staff/sign-in'])
  expect((await world.visit('/staff', { cookie })).headers.get('location')).toBe('/staff/sign-in')
})

test('a wrong password, an unknown address and a person without a password get the same answer', async () => {
  const answers = [
    await signIn('alva@kestrel.example', 'wrong', {}, from()),
    await signIn('nobody@kestrel.example', 'wrong', {}, from()),
    await signIn('bo@kestrel.example', 'wrong', {}, from()),
  ]
  const texts = answers.map((page) =>
    page.html.replaceAll(/(alva|nobody|bo)@kestrel\.example/g, 'somebody').replaceAll(/nonce="[^"]*"/g, ''),
  )
  expect(answers.map((page) => page.status)).toEqual([422, 422, 422])
  expect(new Set(texts).size).toBe(1)
  expect(answers[0]!.said).toContain('E-mail or password is wrong.')
})

// Seen to fail when the limit per e-mail was taken out of signIn: the right password then got in.
test('after ten tries even the right password has to wait, wherever the tries come from', async () => {
  const email = 'cy@kestrel.example'
  for (let n = 0; n < 10; n += 1) expect((await signIn(email, 'wrong', {}, from())).status).toBe(422)
  const answer = await signIn(email, 'wrong', {}, from())
  expect(answer.status).toBe(429)
  expect(answer.said).toContain('Wait 15 minutes')
})

// Seen to fail when openLogin kept the login that the browser brought along.
test('a login from before the sign-in is worth nothing after it', async () => {
  const first = cookieOf((await signIn('alva@kestrel.example', ALVAS_PASSWORD, {}, from())).headers)
  const second = cookieOf(
    (await signIn('alva@kestrel.example', ALVAS_PASSWORD, {}, { ...from(), cookie: first })).headers,
  )
  expect(second).not.toBe(first)
  expect((await world.visit('/staff', { cookie: first })).status).toBe(303)
  expect((await world.visit('/staff', { cookie: second })).status).toBe(200)
})

test('whoever is not signed in is sent to the door and back to where they wanted to go', async () => {
  const answer = await world.visit('/staff/outbox?state=failed')
  expect(answer.status).toBe(303)
  const door = answer.headers.get('location')!
  expect(door).toBe('/staff/sign-in?next=%2Fstaff%2Foutbox%3Fstate%3Dfailed')
  const form = await pageOf(await world.visit(door))
  const entered = await signIn(
    'alva@kestrel.example',
    ALVAS_PASSWORD,
    { next: fieldOf(form, 'next') },
    from(),
  )
  expect(entered.location).toBe('/staff/outbox?state=failed')
})

test.each([
  ['https://evil.example/staff', null],
  ['//evil.example/staff', null],
  ['/staff//evil.example', '/staff//evil.example'],
  ['/staff/../b/x', null],
  ['/staff\\..\\..\\\\evil.example', null],
  ['/staff/%2e%2e/%2e%2e/x', null],
  ['/staffroom', null],
  ['/staff/sign-out', null],
  ['javascript:alert(1)', null],
  ['/staff?open=1#x', '/staff?open=1'],
  ['/staff\r\nset-cookie: a=b', '/staffset-cookie:%20a=b'],
])('after signing in nobody is led astray: %s', (wanted, place) => {
  // URL drops line breaks; what is left is no staff page, and the gate says so.
  expect(ownStaffPath(wanted)).toBe(wanted.includes('\r') ? null : place)
})

test('somebody who works in two organizations picks one, and only one of theirs', async () => {
  const { context } = world
  const password = 'four quiet umbrellas'
  const other = await createOrganization(context, {
    name: 'Harbour',
    zone: 'Europe/London',
    locale: 'en-GB',
    currency: 'GBP',
    contactEmail: null,
    contactPhone: null,
    owner: { name: 'Edda', email: 'edda@both.example', password },
    policy: { name: 'Default', rules: { cancel: OPEN_RULE, reschedule: OPEN_RULE } },
  })
  await addMember(context, world.scope, {
    name: 'Edda',
    email: 'edda@both.example',
    title: '',
    zone: 'Europe/London',
    roleKey: 'host',
    password: null,
  })
  const asked = await signIn('edda@both.example', password, {}, from())
  expect(asked.status).toBe(200)
  expect(asked.said).toContain('Harbour')
  const proof = fieldOf(asked, 'proof')
  const choose = (organization: string, sent: string) =>
    world.send('/staff/sign-in', { proof: sent, organization })
  const entered = await choose(other.orgId, proof)
  expect(entered.status).toBe(303)
  const page = await pageOf(await world.visit('/staff', { cookie: cookieOf(entered.headers) }))
  expect(page.said).toContain('Harbour')
  expect((await choose('01890000-0000-7000-8000-000000000000', proof)).status).toBe(422)
  expect((await choose(other.orgId, `${proof}x`)).status).toBe(422)
  expect((await choose(other.orgId, '')).status).toBe(422)
})

test('Bo forgets his password: the link works once, for an hour, and ends every login', async () => {
  const { context } = world
  const ask = async (email: string) => pageOf(await world.send('/staff/forgot-password', { email }, from()))
  const before = await context.reader
    .selectFrom('deliveries')
    .select('id')
    .where('kind', '=', 'password_reset')
    .execute()
  const unknown = await ask('nobody@kestrel.example')
  const known = await ask('bo@kestrel.example')
  expect(unknown.said.replace('nobody', 'bo')).toBe(known.said)
  const delivery = await context.reader
    .selectFrom('deliveries')
    .selectAll()
    .where('kind', '=', 'password_reset')
    .executeTakeFirstOrThrow()
  expect(before).toEqual([])
  expect(delivery).toMatchObject({
    state: 'queued',
    to_address: 'bo@kestrel.example',
    recipient_id: world.bo.actor.memberId,
  })
  const fact = await context.reader
    .selectFrom('facts')
    .selectAll()
    .where('id', '=', delivery.fact_id)
    .executeTakeFirstOrThrow()
  const { reset: resetId } = fact.payload as { reset: string }
  const mail = await loadReset(context.reader, systemScope(world.orgId), context.secret, {
    memberId: world.bo.actor.memberId,
    resetId,
  })
  const link = `/staff/reset-password/${mail!.token}`
  expect((await world.visit(link)).status).toBe(200)
  const short = await pageOf(await world.send(link, { password: 'short' }))
  expect([short.status, short.said.includes('at least 10 characters')]).toEqual([422, true])
  const { cookie } = await import('../../../test/staff-browser.ts').then(({ browserOf }) =>
    browserOf(world, world.bo),
  )
  const set = await world.send(link, { password: 'nine patient lanterns' })
  expect([set.status, set.headers.get('location')]).toEqual([303, link])
  expect((await pageOf(await world.visit(link))).said).toContain('Your password is changed')
  expect((await world.visit('/staff', { cookie })).status).toBe(303)
  expect((await signIn('bo@kestrel.example', 'nine patient lanterns', {}, from())).status).toBe(303)
  expect((await world.send(link, { password: 'another long password' })).status).toBe(404)
  expect((await signIn('bo@kestrel.example', 'nine patient lanterns', {}, from())).status).toBe(303)
})

test('a reset link that was made up or is an hour old opens nothing', async () => {
  const { context } = world
  await world.send('/staff/forgot-password', { email: 'cy@kestrel.example' }, from())
  await context.db
    .updateTable('password_resets')
    .set({ expires_at: Temporal.Instant.from('2020-01-01T00:00:00Z') })
    .where('used_at', 'is', null)
    .execute()
  const fact = await context.reader
    .selectFrom('facts')
    .select('payload')
    .where('kind', '=', 'member.password_reset_asked')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  const person = await context.reader
    .selectFrom('people')
    .select('id')
    .where('email', '=', 'cy@kestrel.example')
    .executeTakeFirstOrThrow()
  const token = resetTokenOf(context.secret, {
    personId: person.id,
    resetId: (fact.payload as { reset: string }).reset,
  })
  for (const path of [`/staff/reset-password/${token}`, '/staff/reset-password/made-up']) {
    expect((await world.visit(path)).status).toBe(404)
    expect((await world.send(path, { password: 'nine patient lanterns' })).status).toBe(404)
  }
})
