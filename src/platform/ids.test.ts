import { expect, test } from 'vitest'
import { isId, newId } from './ids.ts'

// Seen to fail with nothing but chance behind the millisecond: facts of one change changed places.
test('ids sort in the order in which they were made, also many in one millisecond', () => {
  const ids = Array.from({ length: 20_000 }, newId)
  expect(ids.every(isId)).toBe(true)
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.every((id) => id[14] === '7' && /[89ab]/.test(id[19]!))).toBe(true)
})
