import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../test/world.ts'
import { ownerElsewhere } from '../../../test/settings/people.ts'
import {
  discountFault,
  findDiscount,
  readCode,
  saveDiscountCode,
  type DiscountCodeInput,
} from './discount-codes.ts'

let world: World

beforeAll(async () => {
  world = await makeWorld({})
})

afterAll(() => world.close())

const TEN: DiscountCodeInput = {
  code: 'TEN',
  amount: { kind: 'percent', percent: 10 },
  eventTypeId: null,
  validFrom: null,
  validUntil: null,
  mostUses: null,
  active: true,
}

async function saved(input: Partial<DiscountCodeInput>): Promise<string> {
  const outcome = await saveDiscountCode(world.context, world.alva, null, { ...TEN, ...input })
  if (!outcome.ok) throw new Error(outcome.refusal.code)
  return outcome.value.discountCodeId
}

const find = async (code: string, scope = world.alva) => {
  const found = await findDiscount(world.context.reader, scope, code, world.eventTypeId)
  return found.ok ? found.value : found.refusal.code
}

// Seen to fail when real time was asked instead of the organization's.
test('A code counts within its time, as the organization’s clock has it', async () => {
  const now = await world.now()
  const [validFrom, validUntil] = [now.add({ hours: 1 }), now.add({ hours: 2 })]
  const id = await saved({ code: 'HOUR', validFrom, validUntil })
  expect(await find('HOUR')).toBe('code_not_yet_valid')
  await world.pass({ hours: 1 })
  expect(await find('hour')).toEqual({ id, code: 'HOUR', amount: TEN.amount })
  await world.pass({ hours: 1 })
  expect(await find('HOUR')).toBe('code_expired')
})

// Seen to fail when the end counted too, and when the start did not.
test('A code counts at its first instant, and at its last no more', async () => {
  const [validFrom, validUntil] = ['2027-01-01T00:00:00Z', '2027-02-01T00:00:00Z'].map(Temporal.Instant.from)
  const code = {
    ...TEN,
    id: '',
    uses: 0,
    eventTypeName: null,
    validFrom: validFrom!,
    validUntil: validUntil!,
  }
  const at = (instant: Temporal.Instant) => discountFault(code, world.eventTypeId, instant)?.code ?? 'counts'
  const moment = { nanoseconds: 1 }
  expect(at(validFrom!.subtract(moment))).toBe('code_not_yet_valid')
  expect(at(validFrom!)).toBe('counts')
  expect(at(validUntil!.subtract(moment))).toBe('counts')
  expect(at(validUntil!)).toBe('code_expired')
})

test('A code for one event type is not for another', async () => {
  const id = await saved({ code: 'MINE', eventTypeId: world.eventTypeId })
  expect(await find('MINE')).toMatchObject({ id })
  const other = await findDiscount(world.context.reader, world.alva, 'MINE', world.pageId)
  expect(other).toEqual({ ok: false, refusal: { code: 'code_not_for_this' } })
})

test('A code is used up after its last use', async () => {
  const id = await saved({ code: 'ONCE', mostUses: 1 })
  expect(await find('ONCE')).toMatchObject({ id })
  await world.context.db.updateTable('discount_codes').set({ uses: 1 }).where('id', '=', id).execute()
  expect(await find('ONCE')).toBe('code_used_up')
})

test('Two who save the same code at once get one code', async () => {
  const tries = await Promise.all(
    Array.from({ length: 8 }, () =>
      saveDiscountCode(world.context, world.alva, null, { ...TEN, code: 'RACE' }),
    ),
  )
  expect(tries.filter((outcome) => outcome.ok)).toHaveLength(1)
  expect(tries.filter((outcome) => !outcome.ok && outcome.refusal.code === 'code_taken')).toHaveLength(7)
})

test('Dag’s business knows nothing of this one’s codes', async () => {
  await saved({ code: 'OURS' })
  const dag = await ownerElsewhere(world)
  expect(await find('OURS', dag)).toBe('unknown_code')
  const foreign = { ...TEN, code: 'THEIRS', eventTypeId: world.eventTypeId }
  expect(await saveDiscountCode(world.context, dag, null, foreign)).toEqual({
    ok: false,
    refusal: { code: 'unknown_event_type' },
  })
})

test.each([
  '',
  ' ',
  'AB',
  'A B C',
  'TEN\u0000',
  'TEN\nTEN',
  'ＴＥＮ',
  'ſpring',
  'ß-ß-ß',
  "'--",
  '%%%',
  'A'.repeat(1_000_000),
])('What cannot be a code is unknown: %#', async (typed) => {
  expect(readCode(typed)).toBeNull()
  expect(await find(typed)).toBe('unknown_code')
})

test('A discount of nothing, or of more than everything, is a bug of whoever asks for it', async () => {
  for (const amount of [
    { kind: 'percent', percent: 0 },
    { kind: 'percent', percent: 101 },
    { kind: 'amount', minor: '0' },
    { kind: 'amount', minor: '-1' },
  ] as const)
    await expect(saved({ code: 'NOTHING', amount })).rejects.toThrow()
})
