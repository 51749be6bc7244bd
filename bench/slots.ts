import { slotsJson } from '../src/domain/availability/slots-by-date.ts'
import type { SlotQuestion } from '../src/domain/availability/slot-question.ts'
import { slots } from '../src/domain/availability/slots.ts'
import { limitOf } from './limit.ts'
import { compare, timeText, type BenchRow } from './measure.ts'
import { INVITEE_ZONE, checksumOf, slotCases, slotQuestion, type SlotCase } from './slot-cases.ts'

const GOAL = 3
/** Ten times the input may take this many times as long, for noise and for what does not grow. */
const GROWTH_GOAL = 11

/** The product's answer as JSON against the least work known for the same answer. */
export async function run(): Promise<BenchRow[]> {
  return [...slotCases().map(againstLimit), ...growth(), withRules()]
}

function againstLimit(slotCase: SlotCase): BenchRow {
  const limit = limitOf(slotCase)
  const { starts } = slots(slotCase.question)
  demand(checksumOf(limit.starts()) === slotCase.checksum, `The limit answers "${slotCase.name}" wrongly.`)
  demand(checksumOf(starts) === slotCase.checksum, `The product answers "${slotCase.name}" wrongly.`)
  demand(limit.json() === slotsJson(starts, INVITEE_ZONE), `The two write "${slotCase.name}" differently.`)
  return row(
    slotCase.name,
    `${starts.length} slots, checksum ${slotCase.checksum}`,
    () => limit.json().length,
    () => answer(slotCase.question),
    GOAL,
  )
}

/** Ten times the busy spans, or ten times the hosts, must not take more than ten times as long. */
function growth(): BenchRow[] {
  const pairs = [
    ['busy spans × 10', slotQuestion('collective', 10, 60, 1000), slotQuestion('collective', 10, 60, 10_000)],
    ['hosts × 10, panel', slotQuestion('collective', 20, 60, 300), slotQuestion('collective', 200, 60, 300)],
    [
      'hosts × 10, round robin',
      slotQuestion('roundRobin', 20, 60, 300),
      slotQuestion('roundRobin', 200, 60, 300),
    ],
  ] as const
  return pairs.map(([name, small, large]) =>
    row(
      `growth: ${name}`,
      '60 days',
      () => slots(small).starts.length,
      () => slots(large).starts.length,
      GROWTH_GOAL,
    ),
  )
}

/** What the rules cost: the same panel with and without overrides, buffers, notice and caps in force. */
function withRules(): BenchRow {
  const plain = slotQuestion('collective', 5, 60, 100)
  const ruled: SlotQuestion = {
    ...plain,
    rules: {
      ...plain.rules,
      bufferBeforeMinutes: 10,
      bufferAfterMinutes: 5,
      minimumNoticeMinutes: 1440,
      dailyCap: 4,
      weeklyCap: 12,
    },
    owners: plain.owners.map((owner) => ({
      ...owner,
      overrides: [
        { date: '2031-03-14', spans: [] },
        { date: '2031-04-05', spans: [{ fromMinute: 600, toMinute: 840 }] },
      ],
      capStarts: owner.busyFrom.slice(0, 40),
    })),
  }
  return row(
    'panel of 5, all rules in force',
    '60 days, 100 busy each, against the same panel without',
    () => answer(plain),
    () => answer(ruled),
    GOAL,
  )
}

function row(
  name: string,
  cases: string,
  baseline: () => number,
  value: () => number,
  goal: number,
): BenchRow {
  const { baselineMicroseconds, valueMicroseconds, ratio } = compare(baseline, value)
  return {
    area: 'slots',
    name,
    cases,
    baseline: timeText(baselineMicroseconds),
    value: timeText(valueMicroseconds),
    ratio,
    goal: `≤ ${goal}`,
    ok: ratio <= goal,
  }
}

function answer(question: SlotQuestion): number {
  return slotsJson(slots(question).starts, INVITEE_ZONE).length
}

function demand(holds: boolean, sentence: string) {
  if (!holds) throw new Error(sentence)
}
