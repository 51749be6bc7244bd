import { describe, expect, test } from 'vitest'
import { partsFor } from './load-refund.ts'
import {
  afterAct,
  decisionsOpen,
  type RefundAct,
  type RefundDecision,
  type RefundState,
  type RefundWay,
} from './refund-states.ts'

const ACTS: RefundAct[] = [
  'approve',
  'reject',
  'change',
  'retry',
  'send',
  'lose',
  'succeed',
  'fail',
  'put_back',
]
const no = null

// One row a state, one column an act, in the order above; what is not possible is refused.
const EXPECTED: Record<RefundState, (RefundState | null)[]> = {
  requested: ['approved', 'rejected', 'requested', no, no, no, 'succeeded', no, no],
  approved: [no, 'rejected', no, no, 'processing', no, 'succeeded', no, 'requested'],
  processing: [no, no, no, no, 'processing', 'unknown', 'succeeded', 'failed', 'requested'],
  unknown: [no, no, no, no, 'unknown', 'unknown', 'succeeded', 'failed', 'requested'],
  succeeded: [no, no, no, no, no, no, no, 'failed', no],
  failed: [no, no, no, 'failed', no, no, no, no, no],
  rejected: [no, no, no, no, no, no, no, no, no],
}
const STATES = Object.keys(EXPECTED) as RefundState[]

test.each(STATES)('what can happen to a refund that is %s', (state) => {
  expect(ACTS.map((act) => afterAct(state, act))).toEqual(EXPECTED[state])
})

test('no act leads out of an end but a failure that comes late, and a rejected refund stays so', () => {
  const money = ACTS.filter((act) => act !== 'retry')
  expect(money.map((act) => afterAct('rejected', act)).every((state) => state === null)).toBe(true)
  expect(money.filter((act) => afterAct('succeeded', act) !== null)).toEqual(['fail'])
})

test.each<[RefundState, RefundWay, boolean, RefundDecision[]]>([
  ['requested', 'provider', false, ['approve', 'change', 'reject']],
  ['requested', 'provider', true, ['approve', 'change', 'reject', 'note_seen']],
  ['requested', 'outside', false, ['approve', 'change', 'reject']],
  ['approved', 'provider', false, ['reject', 'ask_again']],
  ['approved', 'credit', false, ['reject', 'ask_again']],
  ['approved', 'outside', false, ['reject', 'mark_paid_back']],
  ['processing', 'provider', false, ['ask_again']],
  ['processing', 'outside', false, []],
  ['unknown', 'provider', false, ['ask_again']],
  ['unknown', 'provider', true, ['ask_again', 'note_seen']],
  ['succeeded', 'provider', false, []],
  ['succeeded', 'outside', false, []],
  ['failed', 'provider', true, ['retry', 'note_seen']],
  ['failed', 'provider', false, []],
  ['rejected', 'provider', true, ['note_seen']],
  ['rejected', 'provider', false, []],
])('a refund that is %s, %s, needing somebody: %s', (state, way, needsAttention, decisions) => {
  expect(decisionsOpen({ state, way, needsAttention })).toEqual(decisions)
})

describe('the parts of a smaller amount', () => {
  const promised = [
    { sessionId: 'first', minor: 3333n },
    { sessionId: null, minor: 1n },
    { sessionId: 'second', minor: 6666n },
  ]

  test('sum to it, whatever it is, and belong to the same sessions', () => {
    for (const amount of [0n, 1n, 2n, 3333n, 9999n, 10000n]) {
      const parts = partsFor(promised, amount)
      expect(parts.reduce((sum, part) => sum + part.minor, 0n)).toBe(amount)
      expect(parts.map((part) => part.sessionId)).toEqual(['first', null, 'second'])
    }
  })

  test('of all of it are what was promised', () => {
    expect(partsFor(promised, 10000n)).toEqual(promised)
  })

  test('of half of it are half of each', () => {
    expect(partsFor(promised, 5000n).map((part) => part.minor)).toEqual([1667n, 0n, 3333n])
  })

  test('of nothing promised are none', () => {
    expect(partsFor([], 0n)).toEqual([])
  })
})
