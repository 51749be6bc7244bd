import { afterAll, beforeAll, expect, test } from 'vitest'
import { saveHours } from '#domain/team/hours.ts'
import { changeByCustomer } from '../../test/mail-world.ts'
import { makeWorld, PANEL, type World } from '../../test/world.ts'
import { eventOf, mailsNow } from './ask-mail.testing.ts'

/* A package of three that Alva and Bo take in turns: Alva works before noon, Bo after it. */
const at = (day: number, hour: number) =>
  Temporal.Instant.from(`2026-12-0${day}T00:00:00Z`).add({ hours: 5 + hour })

let world: World
beforeAll(async () => {
  const { alva, bo, ...first } = await makeWorld()
  await first.close()
  world = await makeWorld()
  void [alva, bo]
})
afterAll(() => world.close())
