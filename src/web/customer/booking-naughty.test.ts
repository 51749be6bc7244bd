import naughty from 'big-list-of-naughty-strings/blns.json' with { type: 'json' }
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadQuestions } from '#domain/availability/load-questions.ts'
import { slots } from '#domain/availability/slots.ts'
import { cleanText } from '#platform/forms.ts'
import { fromMinute } from '#platform/zones.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { newFormKey } from './booking-form.ts'
import { DETAILS_PATH, fieldValue, openDetails, words } from './booking-forms.testing.ts'

let world: World
let start: string
beforeAll(async () => {
  world = await makeWorld({
    eventType: {
      durationMinutes: 5,
      stepMinutes: 5,
      questions: [
        { key: 'line', label: 'A line', kind: 'line', required: false },
        { key: 'text', label: 'A text', kind: 'text', required: false },
      ],
    },
    booking: { starts: [Temporal.Instant.from('2026-12-03T19:30:00Z')] },
  })
  start = '2026-12-04T15:00:00Z'
})
afterAll(() => world.close())

/** Nine hundred requests take ten seconds alone, and far longer beside others. */
const SLOW = 120_000

// A form sends line breaks and lone halves of letters as browsers do.
const asSent = (text: string) => text.toWellFormed()

/** Runs over the list with a few at a time, as many visitors would. */
async function forEachString(work: (text: string, index: number) => Promise<void>): Promise<void> {
  let next = 0
  const visitor = async () => {
    for (let index = next++; index < naughty.length; index = next++) await work(naughty[index]!, index)
  }
  await Promise.all(Array.from({ length: 8 }, visitor))
}

// Seen to fail (in the name) when the values of text fields were printed without being escaped.
test(
  '461 strings that break other programs stand in every field as they were typed, when the form is refused',
  async () => {
    expect(naughty).toHaveLength(461)
    const form = await openDetails(world, start)
    const before = await world.checksum()
    const harmless = await refusedHtml({
      ...form,
      name: 'Cleo',
      email: 'no',
      phone: '',
      guests: '',
      'q-line': '',
      'q-text': '',
    })
    await forEachString(async (text) => {
      const typed = {
        name: text,
        email: `${text} no`,
        phone: text,
        guests: text,
        'q-line': text,
        'q-text': text,
      }
      const html = await refusedHtml({ ...form, ...typed })
      for (const [name, value] of Object.entries(typed))
        expect(fieldValue(html, name), name).toBe(asSent(value))
      // Nothing but our own elements may begin on the page, whatever sentences it says about the fields.
      expect(elementsOf(html)).toEqual(elementsOf(harmless))
    })
    expect(await world.checksum()).toBe(before)
  },
  SLOW,
)

test(
  'whoever is called like one of them can book, and the page says so without breaking',
  async () => {
    const free = await freeStarts(naughty.length)
    const { tz } = await openDetails(world, start)
    const { secret } = world.context
    let booked = 0
    await forEachString(async (text, index) => {
      const at = free[index]!
      const key = newFormKey(secret, world.orgId)
      const answer = await world.send(DETAILS_PATH, {
        key,
        start: at,
        tz,
        name: text,
        email: `c${index}@mail.example`,
        phone: '',
        guests: '',
        'q-line': '',
        'q-text': text,
      })
      const fits = cleanText(text) !== '' && cleanText(text).length <= 200
      expect(answer.status, text).toBe(fits ? 303 : 422)
      if (!fits) return
      booked += 1
      if (index % 23 !== 0) return
      const page = await world.visit(answer.headers.get('location')!)
      expect(page.status).toBe(200)
      expect(words(await page.text())).toContain('Booked')
    })
    expect(booked).toBeGreaterThan(440)
    const rows = await world.context.db
      .selectFrom('bookings')
      .select(['customer_name', 'answers'])
      .where('customer_name', '<>', 'Cleo')
      .execute()
    expect(rows).toHaveLength(booked)
  },
  SLOW,
)

async function refusedHtml(fields: Record<string, string>): Promise<string> {
  const answer = await world.send(DETAILS_PATH, fields)
  expect(answer.status, JSON.stringify(fields['name'])).toBe(422)
  return answer.text()
}

/** Which kinds of elements a page has, leaving out those that carry the sentences about refused fields. */
function elementsOf(html: string): string[] {
  return [...new Set([...html.matchAll(/<([a-z][a-z0-9]*)/g)].map((found) => found[1]!))].toSorted()
}

async function freeStarts(count: number): Promise<string[]> {
  const from = await world.now()
  const [loaded] = await loadQuestions(world.context.reader, world.scope, {
    eventTypeIds: [world.eventTypeId],
    from,
    to: from.add({ hours: 24 * 30 }),
  })
  return [...slots(loaded!.question).starts.subarray(0, count)].map((minute) => fromMinute(minute).toString())
}
