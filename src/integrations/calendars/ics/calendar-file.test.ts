import { readFileSync } from 'node:fs'
import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { sessionCalendarFile, type SessionCalendar } from './calendar-file.ts'

const panel: SessionCalendar = {
  method: 'REQUEST',
  uid: '0193f2c4-session@kept',
  sequence: 3,
  stampedAt: Temporal.Instant.from('2026-12-01T12:00:00Z'),
  startsAt: Temporal.Instant.from('2026-12-03T19:30:00Z'),
  endsAt: Temporal.Instant.from('2026-12-03T20:00:00Z'),
  summary: 'Panel interview with Alva',
  description: 'Kestrel, reference 7KQ-4MD\nWith Alva; Bo',
  location: '12 Water Street, Floor 3',
  url: 'https://book.kestrel.example/b/token',
  organizer: { name: 'Kestrel', email: 'kept@kestrel.example' },
  attendees: [{ name: 'Cleo', email: 'cleo@mail.example' }],
}

const PROPERTIES = [
  'uid',
  'sequence',
  'dtstamp',
  'dtstart',
  'dtend',
  'summary',
  'location',
  'description',
  'organizer',
  'attendee',
  'url',
  'status',
]

test('Cleo’s calendar reads what was agreed', () => {
  const { calendar, event } = read(sessionCalendarFile(panel))
  expect(calendar.getFirstPropertyValue('method')).toBe('REQUEST')
  expect(event.getFirstPropertyValue('uid')).toBe(panel.uid)
  expect(event.getFirstPropertyValue('sequence')).toBe(3)
  expect(String(event.getFirstPropertyValue('dtstart'))).toBe('2026-12-03T19:30:00Z')
  expect(String(event.getFirstPropertyValue('dtend'))).toBe('2026-12-03T20:00:00Z')
  expect(String(event.getFirstPropertyValue('dtstamp'))).toBe('2026-12-01T12:00:00Z')
  expect(event.getFirstPropertyValue('summary')).toBe(panel.summary)
  expect(event.getFirstPropertyValue('description')).toBe(panel.description)
  expect(event.getFirstPropertyValue('location')).toBe(panel.location)
  expect(event.getFirstPropertyValue('url')).toBe(panel.url)
  expect(event.getFirstPropertyValue('status')).toBe('CONFIRMED')
  expect(event.getFirstProperty('organizer')!.getParameter('cn')).toBe('Kestrel')
  expect(String(event.getFirstPropertyValue('attendee')).toLowerCase()).toBe('mailto:cleo@mail.example')
})

test('a cancellation says so twice, in the method and in the status', () => {
  const { calendar, event } = read(sessionCalendarFile({ ...panel, method: 'CANCEL' }))
  expect(calendar.getFirstPropertyValue('method')).toBe('CANCEL')
  expect(event.getFirstPropertyValue('status')).toBe('CANCELLED')
})

test('a downloaded copy asks nobody for anything', () => {
  const { calendar, event } = read(sessionCalendarFile({ ...panel, method: 'PUBLISH' }))
  expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH')
  expect(event.getFirstProperty('attendee')).toBeNull()
})

// Seen to fail with gateText returning its text as it is (control characters stay), and with gateUrl doing so.
test(
  '461 naughty strings in every field and line break leave the same properties and nothing else',
  { timeout: 60_000 },
  () => {
    const strings = JSON.parse(
      readFileSync(new URL(import.meta.resolve('big-list-of-naughty-strings')), 'utf8'),
    ) as string[]
    expect(strings).toHaveLength(461)
    const breaks = ['\r\n', '\r', '\n']
    let files = 0
    for (const text of strings) {
      for (const lineBreak of breaks) {
        const attack = `${text}${lineBreak}X-EVIL:1${lineBreak}${text}`
        for (const given of filled(attack)) {
          const file = sessionCalendarFile(given)
          const { event } = read(file)
          files += 1
          expect(
            event
              .getAllProperties()
              .map(({ name }) => name)
              .filter((name) => !OPTIONAL.has(name)),
          ).toEqual(PROPERTIES.filter((name) => !OPTIONAL.has(name)))
          expect(file.split('\r\n').some((line) => /[\r\n]/.test(line))).toBe(false)
          // eslint-disable-next-line no-control-regex
          expect(/[\u0000-\u0009\u000B\u000C\u000E-\u001F\u007F-\u009F]/.test(file)).toBe(false)
          const url = String(event.getFirstPropertyValue('url'))
          expect(new URL(url).href).toBe(url)
          expect(file.split('\r\n').filter((line) => Buffer.byteLength(line) > 75)).toEqual([])
        }
      }
    }
    expect(files).toBe(461 * 3 * 6)
  },
)

test('text comes back as it was given, and folding cuts no letter in two', () => {
  const text = `Zażółć; "gęślą", jaźń\\n ${'👩‍👩‍👧‍👦'.repeat(30)} 日本語`
  const { event } = read(sessionCalendarFile({ ...panel, summary: text, description: `${text}\n${text}` }))
  expect(event.getFirstPropertyValue('summary')).toBe(text)
  expect(event.getFirstPropertyValue('description')).toBe(`${text}\n${text}`)
})

test('an address that is none makes no file', () => {
  expect(() => sessionCalendarFile({ ...panel, url: 'javascript:alert(1)' })).toThrow(TypeError)
  expect(() => sessionCalendarFile({ ...panel, url: 'not an address' })).toThrow(TypeError)
  expect(() =>
    sessionCalendarFile({ ...panel, attendees: [{ name: 'Dag', email: 'dag@x.example\r\nX-EVIL:1' }] }),
  ).toThrow(TypeError)
})

// Fields that may be left out when nothing of the text is left.
const OPTIONAL = new Set(['location', 'description'])

function filled(text: string): SessionCalendar[] {
  return [
    { ...panel, summary: text },
    { ...panel, description: text },
    { ...panel, location: text },
    { ...panel, url: `https://book.kestrel.example/b/${text.replaceAll('#', '')}?q=${text}#${text}` },
    { ...panel, organizer: { ...panel.organizer, name: text } },
    { ...panel, attendees: [{ name: text, email: 'cleo@mail.example' }] },
  ]
}

function read(file: string): { calendar: ICAL.Component; event: ICAL.Component } {
  const calendar = new ICAL.Component(ICAL.parse(file) as unknown[])
  expect(calendar.getAllSubcomponents().map(({ name }) => name)).toEqual(['vevent'])
  expect(calendar.getAllProperties().map(({ name }) => name)).toEqual(['version', 'prodid', 'method'])
  return { calendar, event: calendar.getFirstSubcomponent('vevent')! }
}
