import type { OwnerTime, SlotQuestion } from '../src/domain/availability/slot-question.ts'

/** Who has to be free: the one host, all of them, or any of them. */
export type CaseKind = 'single' | 'collective' | 'roundRobin'

/** One question with seeded inputs, and the fingerprint of its only right answer. */
export interface SlotCase {
  name: string
  kind: CaseKind
  days: number
  checksum: string
  question: SlotQuestion
}

/** The zone in which the answer is written down. */
export const INVITEE_ZONE = 'Europe/Berlin'

/** Monday 3 March 2031, 00:00 UTC: American clocks change six days later, European ones after 27 days. */
export const FIRST_MINUTE = Date.UTC(2031, 2, 3) / 60_000

const HOST_ZONES = ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Toronto']

/** All cases. The checksums were computed once by an independent program from the same seeds. */
export function slotCases(): SlotCase[] {
  return [
    slotCase('single', 1, 60, 0, '98ce9dc5'),
    slotCase('single', 1, 60, 100, '035024c1'),
    slotCase('single', 1, 60, 1000, 'e54723d5'),
    slotCase('collective', 2, 60, 100, '462c39e5'),
    slotCase('collective', 5, 60, 100, 'beb56251'),
    slotCase('collective', 10, 60, 100, 'fb0cb799'),
    slotCase('collective', 50, 60, 100, '2f66308b'),
    slotCase('roundRobin', 50, 60, 100, '684be245'),
    slotCase('single', 1, 365, 0, 'd85cee05'),
    slotCase('single', 1, 365, 100, 'e20a4acd'),
    slotCase('single', 1, 365, 1000, '8d882abd'),
    slotCase('collective', 50, 365, 1000, 'a06a83ad'),
    slotCase('roundRobin', 50, 365, 1000, 'c6d710e5'),
  ]
}

/** Half-hour meetings on weekdays from nine to five, over hosts whose diaries hold `busyCount` random spans each. */
export function slotQuestion(
  kind: CaseKind,
  hostCount: number,
  days: number,
  busyCount: number,
): SlotQuestion {
  const hosts = Array.from({ length: hostCount }, (_, host) => host)
  return {
    fromMinute: FIRST_MINUTE,
    toMinute: FIRST_MINUTE + days * 1440,
    nowMinute: FIRST_MINUTE,
    rules: {
      durationMinutes: 30,
      stepMinutes: 30,
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      minimumNoticeMinutes: 0,
      horizonDays: 366,
      dailyCap: null,
      weeklyCap: null,
    },
    owners: hosts.map((host) => ownerTime(host, days, busyCount)),
    seats:
      kind === 'roundRobin'
        ? [{ seatId: 'anyone', candidates: hosts }]
        : hosts.map((host) => ({ seatId: `seat ${host}`, candidates: [host] })),
  }
}

/** FNV-1a over minutes, as eight hexadecimal digits: equal for equal answers. */
export function checksumOf(minutes: Iterable<number>): string {
  let hash = 0x811c9dc5
  for (const minute of minutes) hash = Math.imul(hash ^ minute, 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

/** Numbers in [0, 1) that are the same for the same seed on every machine (the public-domain mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    const odd = Math.imul(state ^ (state >>> 15), state | 1)
    const mixed = odd ^ (odd + Math.imul(odd ^ (odd >>> 7), odd | 61))
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}

function slotCase(
  kind: CaseKind,
  hosts: number,
  days: number,
  busyCount: number,
  checksum: string,
): SlotCase {
  const who = { single: 'one host', collective: `panel of ${hosts}`, roundRobin: `round robin of ${hosts}` }[
    kind
  ]
  const name = `${who}, ${days} days, ${busyCount.toLocaleString('en-US')} busy each`
  return { name, kind, days, checksum, question: slotQuestion(kind, hosts, days, busyCount) }
}

function ownerTime(host: number, days: number, busyCount: number): OwnerTime {
  const random = seededRandom(7919 + host * 104_729 + busyCount)
  const busyFrom = new Int32Array(busyCount)
  const busyTo = new Int32Array(busyCount)
  for (let i = 0; i < busyCount; i++) {
    busyFrom[i] = FIRST_MINUTE + Math.floor(random() * days * 96) * 15
    busyTo[i] = busyFrom[i]! + (1 + Math.floor(random() * 4)) * 15
  }
  return {
    ownerId: `host ${host}`,
    zone: HOST_ZONES[host % HOST_ZONES.length]!,
    weekly: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinute: 540, toMinute: 1020 })),
    overrides: [],
    busyFrom,
    busyTo,
    capStarts: new Int32Array(0),
  }
}
