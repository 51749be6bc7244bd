import { afterAll, beforeAll, expect, test } from 'vitest'
import { findDiscount, listDiscountCodes } from '#domain/event-types/discount-codes.ts'
import { newId } from '#platform/ids.ts'
import { paths } from '#paths.ts'
import {
  appOver,
  fieldsOf,
  problemsIn,
  visitorFor,
  type Fields,
  type Visitor,
} from '../../../../../test/settings/office.ts'
import { ownerElsewhere } from '../../../../../test/settings/people.ts'
import { makeWorld, type World } from '../../../../../test/world.ts'

const NEW = paths.newDiscountCode()

let world: World
let app: ReturnType<typeof appOver>
let alva: Visitor

beforeAll(async () => {
  world = await makeWorld({})
  app = appOver(world.context)
  alva = await visitorFor({ context: world.context, app }, world.alva)
})

afterAll(() => world.close())

const TYPED: Fields = {
  code: ' spring-10 ',
  'discount-kind': 'percent',
  'discount-value': '10',
  eventTypeId: '',
  validFrom: '',
  validUntil: '',
  mostUses: '',
}

const codes = () => listDiscountCodes(world.context.reader, world.alva)

test('Alva adds a code; customers may type it in either case', async () => {
  const path = (await alva.fillIn(NEW, TYPED)).split('?')[0]!
  expect(fieldsOf((await alva.open(path)).html, path)).toMatchObject({
    code: 'SPRING-10',
    'discount-value': '10',
  })
  const found = await findDiscount(world.context.reader, world.alva, '  Spring-10', world.eventTypeId)
  expect(found).toMatchObject({ ok: true, value: { amount: { kind: 'percent', percent: 10 } } })
  expect((await alva.open(paths.discountCodes())).html).toContain('SPRING-10')
})

test('The last day counts to its end, on the wall of the business', async () => {
  const dates = { validFrom: '2027-03-01', validUntil: '2027-03-14' }
  const eventTypeId = world.eventTypeId
  const path = (await alva.fillIn(NEW, { ...TYPED, code: 'MARCH', ...dates, eventTypeId })).split('?')[0]!
  const march = async () => (await codes()).find(({ code }) => code === 'MARCH')!
  // The clocks of New York go forward on the 14th, so the day after begins four hours behind UTC.
  expect(await march()).toMatchObject({
    validFrom: Temporal.Instant.from('2027-03-01T05:00:00Z'),
    validUntil: Temporal.Instant.from('2027-03-15T04:00:00Z'),
    eventTypeId,
  })
  const before = await march()
  expect(fieldsOf((await alva.open(path)).html, path)).toMatchObject(dates)
  await alva.fillIn(path, {})
  expect(await march()).toEqual(before)
  expect((await alva.open(paths.discountCodes())).html).toContain('Mon, Mar 1, 2027 to Sun, Mar 14, 2027')
})

test.each<[Fields, string]>([
  [{ code: '' }, 'Fill in “Code”.'],
  [{ code: 'ab' }, 'Code: Use from 3 to 30 letters, digits and hyphens, such as SPRING-10.'],
  [{ code: 'A'.repeat(31) }, 'Code: Use from 3 to 30 letters, digits and hyphens, such as SPRING-10.'],
  [{ code: 'TEN%' }, 'Code: Use from 3 to 30 letters, digits and hyphens, such as SPRING-10.'],
  [{ code: 'ſpring' }, 'Code: Use from 3 to 30 letters, digits and hyphens, such as SPRING-10.'],
  [
    { code: "x'; drop table discount_codes; --" },
    'Code: Use from 3 to 30 letters, digits and hyphens, such as SPRING-10.',
  ],
  [{ code: 'Spring-10' }, 'Code: Choose another code. This one exists already.'],
  [{ 'discount-value': '' }, 'Discount, how much: Write how much.'],
  [{ 'discount-value': '0' }, 'Discount, how much: Write a whole percentage from 1 to 100.'],
  [{ 'discount-value': '101' }, 'Discount, how much: Write a whole percentage from 1 to 100.'],
  [{ 'discount-value': '7.5' }, 'Discount, how much: Write a whole percentage from 1 to 100.'],
  [
    { 'discount-kind': 'amount', 'discount-value': '-5' },
    'Discount, how much: Write the amount like 40 or 40.00.',
  ],
  [{ 'discount-kind': 'amount', 'discount-value': '0' }, 'Discount, how much: Write an amount above zero.'],
  [{ eventTypeId: 'x' }, 'Choose one of the answers for “For”.'],
  [{ validFrom: '2027-02-30' }, 'Write a date in “First day”, such as 2026-12-03.'],
  [{ validUntil: 'tomorrow' }, 'Write a date in “Last day”, such as 2026-12-03.'],
  [{ validFrom: '2027-02-02', validUntil: '2027-02-01' }, 'Last day: Choose an end after the start.'],
  [{ mostUses: '0' }, 'Write a number from 1 to 1,000,000 in “How often it may be used”.'],
  [{ mostUses: '1e3' }, 'Write a whole number in “How often it may be used”, in digits.'],
])('Alva sends %j: the field is named, what she typed stays, nothing changes', async (fields, sentence) => {
  const before = await world.checksum()
  const typed: Fields = { ...TYPED, code: 'AUTUMN', ...fields }
  const answer = await alva.send(NEW, typed)
  expect([answer.status, problemsIn(answer.html)]).toEqual([422, [sentence]])
  const texts = Object.fromEntries(Object.entries(typed).filter(([name]) => name !== 'eventTypeId'))
  expect(fieldsOf(answer.html, NEW)).toMatchObject(texts)
  expect(await world.checksum()).toBe(before)
})

test('A code that is switched off is unknown to customers, and can be switched on again', async () => {
  const spring = (await codes()).find(({ code }) => code === 'SPRING-10')!
  const path = paths.discountCode(spring.id)
  const found = () => findDiscount(world.context.reader, world.alva, 'SPRING-10', world.eventTypeId)
  expect((await alva.send(path, { act: 'off' })).status).toBe(303)
  expect(await found()).toEqual({ ok: false, refusal: { code: 'unknown_code' } })
  await alva.fillIn(path, { 'discount-value': '15' })
  expect(await found()).toEqual({ ok: false, refusal: { code: 'unknown_code' } })
  await alva.send(path, { act: 'on' })
  expect(await found()).toMatchObject({ ok: true, value: { amount: { kind: 'percent', percent: 15 } } })
})

test('A code cannot be limited to less than it was used', async () => {
  const spring = (await codes()).find(({ code }) => code === 'SPRING-10')!
  await world.context.db.updateTable('discount_codes').set({ uses: 3 }).where('id', '=', spring.id).execute()
  const path = paths.discountCode(spring.id)
  const shown = fieldsOf((await alva.open(path)).html, path)
  const answer = await alva.send(path, { ...shown, mostUses: '2' })
  expect([answer.status, problemsIn(answer.html)]).toEqual([
    422,
    ['How often it may be used: Write 3 or more. The code was used that often.'],
  ])
  await alva.fillIn(path, { mostUses: '3' })
  expect(await findDiscount(world.context.reader, world.alva, 'spring-10', world.eventTypeId)).toEqual({
    ok: false,
    refusal: { code: 'code_used_up' },
  })
})

test('Dag, who owns another business, sees no code of this one, changes none and may have the same', async () => {
  const dag = await ownerElsewhere(world)
  const dags = await visitorFor({ context: world.context, app }, dag)
  const [code] = await codes()
  const before = await world.checksum()
  expect((await dags.open(paths.discountCode(code!.id))).status).toBe(404)
  expect((await dags.send(paths.discountCode(code!.id), { act: 'off' })).status).toBe(404)
  expect((await dags.send(paths.discountCode(code!.id), TYPED)).status).toBe(404)
  expect((await dags.send(NEW, { ...TYPED, eventTypeId: world.eventTypeId })).status).toBe(422)
  for (const wrong of ['x', '%00', newId()])
    expect((await dags.open(`${paths.discountCodes()}/${wrong}`)).status).toBe(404)
  expect(await world.checksum()).toBe(before)
  expect((await dags.send(NEW, TYPED)).status).toBe(303)
})
