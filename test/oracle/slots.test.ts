import { describe, expect, test } from 'vitest'
import { slots } from '#domain/availability/slots.ts'
import { checksumOf, slotCases } from '../../bench/slot-cases.ts'

/**
 * The benchmark's thirteen cases: seeded diaries of up to fifty people over up to a year, across both clock changes.
 * The number of starts and the checksums come from an independent program.
 */
describe('the published slot cases have their one right answer', () => {
  const counts = [704, 659, 368, 544, 403, 295, 26, 880, 4176, 4133, 3758, 26, 5220]

  test.each(slotCases().map((slotCase, i) => [slotCase.name, slotCase, counts[i]] as const))(
    '%s',
    (_, slotCase, count) => {
      const { starts } = slots(slotCase.question)
      expect([starts.length, checksumOf(starts)]).toEqual([count, slotCase.checksum])
    },
  )
})
