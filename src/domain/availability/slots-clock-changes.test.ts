import { describe, expect, test } from 'vitest'
import { startOfLocalDay } from '#platform/zones.ts'
import { ask, hours, offered, owner } from '../../../test/slot-question.ts'
import type { SlotQuestion } from './slot-question.ts'

/** What Bo, who works at night, offers every half hour of one local day. */
function night(zone: string, day: string, weekly = hours('00:00', '05:00')): SlotQuestion {
  const date = Temporal.PlainDate.from(day)
  const [from, to] = [startOfLocalDay(date, zone), startOfLocalDay(date.add({ days: 1 }), zone)]
  const rules = { stepMinutes: 30, durationMinutes: 30 }
  return ask({ owners: [owner('Bo', { zone, weekly })], window: [from.toString(), to.toString()], rules })
}

// Seen to fail when one offset was used for the whole window.
describe('clock changes', () => {
  test('times that the clock jumps over are not offered', () => {
    const starts = offered(night('Europe/Berlin', '2027-03-28'), 'Europe/Berlin')
    expect(starts).toEqual(['00:00', '00:30', '01:00', '01:30', '03:00', '03:30', '04:00', '04:30'])
  })

  test('hours that begin inside a jump begin after it', () => {
    const question = night('Europe/Berlin', '2027-03-28', hours('02:30', '04:00'))
    expect(offered(question, 'Europe/Berlin')).toEqual(['03:00', '03:30'])
  })

  test('hours that lie inside a jump do not take place', () => {
    expect(offered(night('Europe/Berlin', '2027-03-28', hours('02:00', '03:00')))).toEqual([])
  })

  test('the hour that comes twice is offered twice, as different moments', () => {
    const question = night('America/New_York', '2027-11-07', hours('00:30', '02:30'))
    expect(offered(question, 'America/New_York')).toEqual([
      '00:30',
      '01:00',
      '01:30',
      '01:00',
      '01:30',
      '02:00',
    ])
    expect(offered(question, 'UTC')).toEqual(['04:30', '05:00', '05:30', '06:00', '06:30', '07:00'])
  })

  test('a long session may run through a jump and through an hour that comes twice', () => {
    const jump = night('Europe/Berlin', '2027-03-28', hours('01:00', '04:00'))
    jump.rules.durationMinutes = 120
    expect(offered(jump, 'Europe/Berlin')).toEqual(['01:00'])
    const back = night('Europe/Berlin', '2027-10-31', hours('01:00', '04:00'))
    back.rules.durationMinutes = 240
    expect(offered(back, 'Europe/Berlin')).toEqual(['01:00'])
  })

  test('Lord Howe jumps from two to half past two', () => {
    const question = night('Australia/Lord_Howe', '2027-10-03', hours('01:00', '04:00'))
    expect(offered(question, 'Australia/Lord_Howe')).toEqual(['01:00', '01:30', '02:30', '03:00', '03:30'])
  })

  test('full hours on Lord Howe stay full hours after a change by half an hour', () => {
    const question = night('Australia/Lord_Howe', '2027-10-03', hours('00:00', '06:00'))
    question.rules.stepMinutes = 60
    expect(offered(question, 'Australia/Lord_Howe')).toEqual(['00:00', '01:00', '03:00', '04:00', '05:00'])
    const back = night('Australia/Lord_Howe', '2027-04-04', hours('00:00', '04:00'))
    expect(offered(back, 'Australia/Lord_Howe')).toEqual([
      '00:00',
      '00:30',
      '01:00',
      '01:30',
      '01:30',
      '02:00',
      '02:30',
      '03:00',
      '03:30',
    ])
  })

  test('where the clock jumps over midnight the day begins at one', () => {
    const question = night('America/Havana', '2027-03-14', hours('00:00', '02:00'))
    expect(offered(question, 'America/Havana')).toEqual(['01:00', '01:30'])
  })

  test('an override counts for the local date on both sides of a change', () => {
    const question = night('Europe/Berlin', '2027-03-28')
    question.owners[0]!.overrides.push({ date: '2027-03-28', spans: [{ fromMinute: 60, toMinute: 240 }] })
    expect(offered(question, 'Europe/Berlin')).toEqual(['01:00', '01:30', '03:00', '03:30'])
  })
})
