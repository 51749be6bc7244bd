import { afterAll, beforeAll, expect, test } from 'vitest'
import { paths } from '#paths.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { fieldsOf, openForm } from './manage-forms.testing.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

test('Cleo cancels a panel interview from the link in her mail', async () => {
  const { token } = world.cleo
  const page = await world.visit(paths.manage(token, { do: 'cancel' }))
  const html = await page.text()
  expect(page.status).toBe(200)
  expect(html).toContain('How would you like to update this booking?')
  expect(html).toContain('Alva (lead) and 2 others will be told.')
  expect(html).toContain('Cancel the booking')
  const fields = fieldsOf(html, 'change')
  await world.pass({ seconds: 2 })
  const sent = await world.send(paths.commit(token), { ...fields, why: 'other', reason: 'My train <b>stands</b> still' })
  expect(sent.status).toBe(303)
  const result = await world.visit(sent.headers.get('location')!)
  const done = await result.text()
  console.log(done.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' '))
  expect(result.status).toBe(200)
  expect((await world.load(world.cleo)).sessions[0]!.state).toBe('canceled')
})
