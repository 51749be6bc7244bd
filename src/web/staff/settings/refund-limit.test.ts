import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MemberScope } from '#domain/access/scope.ts'
import { changeMember } from '#domain/team/members.ts'
import { loadMember } from '#domain/team/load-member.ts'
import { paths } from '#paths.ts'
import { appOver, fieldsOf, problemsIn, visitorFor, type Visitor } from '../../../../test/settings/office.ts'
import { memberWith } from '../../../../test/settings/people.ts'
import { makeWorld, type World } from '../../../../test/world.ts'

let world: World
let alva: Visitor
let mia: MemberScope
let bo: string

beforeAll(async () => {
  world = await makeWorld({})
  alva = await visitorFor({ context: world.context, app: appOver(world.context) }, world.alva)
  mia = await memberWith(world, 'manager')
  bo = paths.member(world.bo.actor.memberId)
})

afterAll(() => world.close())

const limitOf = async (who: MemberScope) =>
  (await loadMember(world.context.reader, world.alva, who.actor.memberId))!.refundLimitMinor

test('Owners and admins begin without a limit, everybody else with none to spend', async () => {
  expect(await limitOf(world.alva)).toBeNull()
  expect(await limitOf(await memberWith(world, 'admin'))).toBeNull()
  expect(await limitOf(mia)).toBe(0n)
  expect(await limitOf(world.bo)).toBe(0n)
})

test('Alva gives Bo a limit, and takes it off by emptying the box', async () => {
  expect(fieldsOf((await alva.open(bo)).html, bo)['refundLimit']).toBe('0.00')
  await alva.fillIn(bo, { refundLimit: '50' })
  expect(await limitOf(world.bo)).toBe(5000n)
  await alva.fillIn(bo, { title: 'Engineer' })
  expect(await limitOf(world.bo)).toBe(5000n)
  await alva.fillIn(bo, { refundLimit: '' })
  expect(await limitOf(world.bo)).toBeNull()
  await alva.fillIn(bo, { refundLimit: '20' })
})

// Seen to fail when a box that was not sent counted as an empty one.
test('A form without the box leaves the limit as it is', async () => {
  const { refundLimit: _left, ...rest } = fieldsOf((await alva.open(bo)).html, bo)
  expect((await alva.send(bo, rest)).status).toBe(303)
  expect(await limitOf(world.bo)).toBe(2000n)
})

test.each(['12.345', '1e9', '-5', '1,50', '٤٠', '€5'])('Alva types %j and is asked again', async (typed) => {
  const before = await world.checksum()
  const shown = fieldsOf((await alva.open(bo)).html, bo)
  const answer = await alva.send(bo, { ...shown, refundLimit: typed })
  expect([answer.status, problemsIn(answer.html)]).toEqual([
    422,
    ['Refunds without approval up to: Write the amount like 40 or 40.00.'],
  ])
  expect(fieldsOf(answer.html, bo)['refundLimit']).toBe(typed)
  expect(await world.checksum()).toBe(before)
})

// Seen to fail when mayLimit always says yes: a manager gave herself any refund.
test('Mia, who manages, gives nobody more than her own limit, least of all herself', async () => {
  const hers = await visitorFor({ context: world.context, app: appOver(world.context) }, mia)
  const own = paths.member(mia.actor.memberId)
  const before = await world.checksum()
  for (const path of [own, bo])
    for (const refundLimit of ['', '1000', '20.01']) {
      const shown = fieldsOf((await hers.open(path)).html, path)
      const answer = await hers.send(path, { ...shown, refundLimit })
      expect([answer.status, problemsIn(answer.html)]).toEqual([
        422,
        ['Refunds without approval up to: Keep the limit. You cannot give or take away more than your own.'],
      ])
    }
  expect(await world.checksum()).toBe(before)
  const change = { name: 'Bo', title: '', zone: 'Europe/London', roleKey: 'host', active: true }
  const given = await changeMember(world.context, mia, world.bo.actor.memberId, {
    ...change,
    refundLimitMinor: 0n,
  })
  expect(given).toEqual({ ok: false, refusal: { code: 'limit_above_yours' } })
  expect((await changeMember(world.context, mia, world.bo.actor.memberId, change)).ok).toBe(true)
  expect(await limitOf(world.bo)).toBe(2000n)
})
