import { afterAll, beforeAll, expect, test } from 'vitest'
import { wordsOf } from '../../../test/forms.ts'
import { changeByCustomer } from '../../../test/mail-world.ts'
import { inNewYork, worldInTurns } from '../../../test/package-hosts.ts'
import { paths } from '#paths.ts'

let world: Awaited<ReturnType<typeof worldInTurns>>
beforeAll(async () => {
  world = await worldInTurns()
})
afterAll(() => world.close())

const words = async (path: string) => wordsOf(await (await world.visit(path)).text())
const link = (query: Record<string, string> = {}) => paths.manage(world.course.token, query)

// Seen to fail while the first session's host stood for all of them.
test('a package with different hosts names both, and beside each session its own', async () => {
  const { sessions } = await world.load(world.course)
  for (const action of ['reschedule', 'cancel']) {
    const page = await words(link({ do: action }))
    expect(page).toContain('with Alva and Bo')
    expect(page.match(/\(Scheduled\) with (Alva|Bo)/g)).toEqual([
      '(Scheduled) with Alva',
      '(Scheduled) with Bo',
      '(Scheduled) with Alva',
    ])
  }
  const booked = await words(paths.result(world.course.token, { done: 'booked' }))
  expect(booked).toContain('with Alva and Bo')
  expect(booked).toContain('Session 2 of 3 with Bo')
  const own = await words(link({ do: 'keep', session: sessions[1]!.id }))
  expect(own).toContain('with Bo')
  expect(own).not.toContain('Alva and')
  const chosen = `${link({ do: 'cancel' })}&session=${sessions[0]!.id}&session=${sessions[1]!.id}`
  expect(await words(chosen)).toMatch(/ with Alva .* with Bo /)
})

test('what was canceled of it is struck with its own host', async () => {
  const { sessions } = await world.load(world.course)
  await changeByCustomer(world, world.course, { cancel: [sessions[1]!.id] })
  const { sessions: after } = await world.load(world.course)
  expect(after[1]!.startsAt.equals(inNewYork(8, 14))).toBe(true)
  expect(await words(link({ session: sessions[1]!.id }))).toContain('with Bo')
})
