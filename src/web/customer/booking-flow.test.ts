import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { savePage } from '#domain/event-types/save-page.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { CLEO, DETAILS_PATH, fieldValue, FREE_START, openDetails, words } from './booking-forms.testing.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld({
    eventType: {
      questions: [
        { key: 'role', label: 'Which role?', kind: 'line', required: true },
        { key: 'notes', label: 'Anything else?', kind: 'text', required: false },
      ],
    },
  })
})
afterAll(() => world.close())

const british = { 'accept-language': 'en-GB' }

describe('Cleo looks around', () => {
  test('she sees what can be booked, how long it takes, what it costs, the policy and the next free time', async () => {
    const page = await world.visit('/book/hiring', british)
    expect(page.status).toBe(200)
    const text = words(await page.text())
    for (const expected of [
      'Kestrel',
      'Hiring at Kestrel',
      'Panel interview',
      '30 minutes · Free',
      'By video',
      'With 3 people',
    ])
      expect(text).toContain(expected)
    expect(text).toContain('Free to change until 24 hours before')
    expect(text).toContain('Next free: Tue 1 Dec, 9:00am (New York)')
    expect(text).toContain('hiring@kestrel.example')
  })

  test('she sees who sits on the panel, and the times when all can meet, with counts', async () => {
    const html = await (await world.visit('/book/hiring/panel', british)).text()
    const text = words(html)
    expect(text).toContain('These are the times when all can meet.')
    expect(text).toContain('Alva Lead')
    expect(text).toContain('Bo Engineering')
    expect(text).toContain('Friday 11 December 2026, 18 times free')
    expect(text).toContain('Sunday 6 December 2026, no free times')
    // Cleo's own first booking has taken one half hour of Thursday.
    expect(text).toContain('Thursday 3 December 2026, 17 times free')
    expect(html).toContain('<html lang="en-GB"')
  })

  test('she gets American dates and the American week when her browser asks for them', async () => {
    const html = await (await world.visit('/book/hiring/panel', { 'accept-language': 'en-US' })).text()
    expect(html).toContain('<html lang="en-US"')
    expect(words(html)).toContain('First free: Tue, Dec 1, 9:00 AM')
    expect(words(html)).toMatch(/Sun Sunday Mon Monday/)
  })

  test('she sees times on the clock she chooses, and a word about the other clock', async () => {
    const html = await (
      await world.visit('/book/hiring/panel?tz=Europe/London&day=2026-12-04', british)
    ).text()
    const text = words(html)
    expect(text).toContain('2:00pm on your clock is 9:00am on Alva’s, New York (GMT−5).')
    expect(html).toContain(`href="${DETAILS_PATH}?tz=Europe%2FLondon&amp;start=2026-12-04T14%3A00%3A00Z"`)
  })

  test('she is told about the nearest day where the one she asked for is full or closed', async () => {
    const text = words(await (await world.visit('/book/hiring/panel?day=2026-12-05', british)).text())
    expect(text).toContain('There are no free times on Saturday 5 December 2026')
    expect(text).toContain('The next free time is Mon 7 Dec, 9:00am.')
  })

  test('a page stays below thirty kibibytes on the wire', async () => {
    for (const path of ['/book/hiring', '/book/hiring/panel', `${DETAILS_PATH}?start=${FREE_START}`]) {
      const html = await (await world.visit(path)).text()
      // The style sheet and the script weigh about nine, so the page itself gets what is left.
      expect(gzipSync(html).length, path).toBeLessThan(20 * 1024)
    }
  })

  test('looking changes nothing', async () => {
    const before = await world.checksum()
    for (const path of [
      '/book/hiring',
      '/book/hiring/panel',
      '/book/hiring/panel?month=2026-12',
      `${DETAILS_PATH}?start=${FREE_START}`,
    ]) {
      expect((await world.visit(path)).status).toBe(200)
    }
    expect(await world.checksum()).toBe(before)
  })
})

describe('Cleo books', () => {
  test('she books a time and reads that it is booked, when, on both clocks, and how to change it', async () => {
    const form = await openDetails(world, FREE_START, '&tz=Europe/London')
    const guests = 'dag@mail.example\nDag@Mail.example; eve@mail.example, cleo.martin@mail.example'
    const sent = await world.send(
      DETAILS_PATH,
      { ...form, ...CLEO, guests, 'q-role': 'Engineer', 'q-notes': '' },
      british,
    )
    expect(sent.status).toBe(303)
    const where = sent.headers.get('location')!
    expect(where).toMatch(/^\/b\/[\w-]{43}\/result\?done=booked$/)
    const text = words(await (await world.visit(where, british)).text())
    for (const expected of [
      'Booked',
      'Friday 4 December 2026, 3:00pm to 3:30pm',
      'London, United Kingdom Time (GMT)',
      'Alva’s time: 10:00am, New York (GMT−5)',
      'cleo.martin@mail.example',
      '2 guests get a mail of their own.',
      'Change or cancel',
      'Adds a copy that will not update.',
      'until Thu 3 Dec, 3:00pm your time (10:00am Alva’s time)',
    ])
      expect(text).toContain(expected)
    // Her zone, language and answers are kept as she gave them; a repeated guest once, and herself not at all.
    const { db } = world.context
    const booking = await db
      .selectFrom('bookings')
      .where('request_key', '<>', 'form 1')
      .where('customer_zone', '=', 'Europe/London')
      .selectAll()
      .executeTakeFirstOrThrow()
    expect(booking).toMatchObject({
      customer_name: 'Cleo Martin',
      locale: 'en-GB',
      answers: [{ key: 'role', label: 'Which role?', answer: 'Engineer' }],
    })
    const told = await db.selectFrom('guests').where('booking_id', '=', booking.id).select('email').execute()
    expect(told.map((guest) => guest.email.toLowerCase()).toSorted()).toEqual([
      'dag@mail.example',
      'eve@mail.example',
    ])
  })

  // Seen to fail when every POST got a fresh key: the second one was told that somebody had been faster.
  test('sending the same form twice, or going back and sending it again, is one booking and one page', async () => {
    const form = { ...(await openDetails(world, '2026-12-04T16:00:00Z')), ...CLEO, 'q-role': 'Engineer' }
    const [first, second] = await Promise.all([
      world.send(DETAILS_PATH, form),
      world.send(DETAILS_PATH, form),
    ])
    const third = await world.send(DETAILS_PATH, form)
    expect([first.status, second.status, third.status]).toEqual([303, 303, 303])
    expect(new Set([first, second, third].map((answer) => answer.headers.get('location'))).size).toBe(1)
  })

  // Seen to fail when the refusal was shown without what had been typed.
  test('Dag was faster: nothing is booked, what she wrote is kept, and one of the nearest times books at once', async () => {
    const start = '2026-12-07T15:00:00Z'
    const form = {
      ...(await openDetails(world, start)),
      ...CLEO,
      phone: '+44 20 7946 0123',
      guests: 'eve@mail.example',
      'q-role': 'Designer',
    }
    await world.bookAgain({
      starts: [Temporal.Instant.from(start)],
      requestKey: 'Dag',
      customer: { name: 'Dag', email: 'dag@mail.example', phone: '', zone: 'Europe/Oslo', locale: 'en-GB' },
    })
    const refused = await world.send(DETAILS_PATH, form, british)
    expect(refused.status).toBe(409)
    const html = await refused.text()
    expect(words(html)).toContain('Somebody was faster: this time is taken')
    expect([
      fieldValue(html, 'name'),
      fieldValue(html, 'phone'),
      fieldValue(html, 'guests'),
      fieldValue(html, 'q-role'),
    ]).toEqual(['Cleo Martin', '+44 20 7946 0123', 'eve@mail.example', 'Designer'])
    const offered = [...html.matchAll(/type="radio" name="start" value="([^"]+)"/g)].map((found) => found[1]!)
    expect(offered).toEqual(['2026-12-07T14:00:00Z', '2026-12-07T14:30:00Z', '2026-12-07T15:30:00Z'])
    expect(html).not.toContain('type="hidden" name="start"')
    const booked = await world.send(DETAILS_PATH, { ...form, start: offered[2]! }, british)
    expect(booked.status).toBe(303)
  })

  test('a link to a time that is gone shows the day it was on and what is free', async () => {
    await world.bookAgain({ starts: [Temporal.Instant.from('2026-12-14T15:00:00Z')], requestKey: 'gone' })
    const page = await world.visit(`${DETAILS_PATH}?start=2026-12-14T15:00:00Z`, british)
    expect(page.status).toBe(409)
    const text = words(await page.text())
    expect(text).toContain('This time is not free any more')
    expect(text).toContain('Monday 14 December 2026, Morning 9:00am 9:30am 10:30am')
  })
})

describe('Alva changes her pages', () => {
  test('a page without event types says so, and whom to ask', async () => {
    const ownerMemberId = world.alva.actor.memberId
    const empty = {
      slug: 'empty',
      title: 'Soon',
      intro: '',
      ownerMemberId,
      policyId: null,
      eventTypeIds: [],
      stakeholderIds: [],
      active: true,
    }
    await savePage(world.context, world.scope, null, empty)
    const answer = await world.visit('/book/empty', british)
    expect(answer.status).toBe(200)
    expect(words(await answer.text())).toContain('Nothing can be booked here now')
    expect((await world.visit('/book/empty/panel', british)).status).toBe(404)
  })

  test('a page that is switched off says what to do, and old bookings still open', async () => {
    const owner = world.alva.actor.memberId
    const page = {
      slug: 'hiring',
      title: 'Hiring at Kestrel',
      intro: '',
      ownerMemberId: owner,
      policyId: null,
      eventTypeIds: [world.eventTypeId],
      stakeholderIds: [],
    }
    await savePage(world.context, world.scope, world.pageId, { ...page, active: false })
    for (const path of ['/book/hiring', '/book/hiring/panel', `${DETAILS_PATH}?start=${FREE_START}`]) {
      const answer = await world.visit(path, british)
      expect(answer.status).toBe(404)
      const text = words(await answer.text())
      expect(text).toContain('Bookings that you have made are not affected.')
      expect(text).toContain('+1 212 555 0100')
    }
    expect((await world.visit(`/b/${world.cleo.token}`)).status).toBe(200)
    await savePage(world.context, world.scope, world.pageId, { ...page, slug: 'jobs', active: true })
    expect((await world.visit('/book/hiring')).status).toBe(200)
    expect((await world.visit('/book/jobs/panel')).status).toBe(200)
  })
})
