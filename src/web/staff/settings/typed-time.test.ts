import { expect, test } from 'vitest'
import { typedClock } from '#messages/settings-hours.ts'
import { LOCALES } from '#messages/locale.ts'
import { minuteOfTyped } from './typed-time.ts'

test.each([
  ['2:30pm', 870],
  ['2.30 PM', 870],
  ['14:30', 870],
  ['1430', 870],
  ['230p', 870],
  ['2:30 p.m.', 870],
  ['2:30\u202Fpm', 870],
  ['１４：３０', 870],
  ['9', 540],
  ['09', 540],
  ['9am', 540],
  ['9a', 540],
  ['0900', 540],
  ['900', 540],
  ['12am', 0],
  ['12:01 AM', 1],
  ['0:00', 0],
  ['0000', 0],
  ['noon', 720],
  ['12', 720],
  ['12pm', 720],
  ['1230p', 750],
  ['23:59', 1439],
  ['24:00', 1440],
  ['2400', 1440],
  ['Midnight', 1440],
])('Alva types %j and minute %i is meant', (typed, minute) => {
  expect(minuteOfTyped(typed)).toBe(minute)
})

test.each([
  '',
  ' ',
  'soon',
  '25:00',
  '24:01',
  '9:60',
  '960',
  '13pm',
  '0am',
  '0:30pm',
  '9:5',
  '9:',
  ':30',
  '-9',
  '9:30:00',
  '9m',
  '9 30 00',
  '12345',
  '1e2',
  '9.5',
  '9,30',
  'NaN',
  '٩:٣٠',
  '9pmm',
  'am',
])('Alva types %j and is asked again', (typed) => {
  expect(minuteOfTyped(typed)).toBeNull()
})

test('Every minute of the day is read back as it is shown, in every language', () => {
  for (const locale of LOCALES) {
    const minutes = Array.from({ length: 1441 }, (_, minute) => minute)
    expect(minutes.filter((minute) => minuteOfTyped(typedClock(minute, locale)) !== minute)).toEqual([])
  }
})
