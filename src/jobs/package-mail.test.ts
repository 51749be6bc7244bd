import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { savePage } from '#domain/event-types/save-page.ts'
import { addMember } from '#domain/team/members.ts'
import { bookPanel, changeByCustomer, postman, type Postman } from '../../test/mail-world.ts'
import { openSmtpSink, type ReceivedMail, type SmtpSink } from '../../test/smtp-sink.ts'
import { makeWorld, type CleosBooking, type World } from '../../test/world.ts'
import { eventOf, everythingIn, linksIn, mailsNow } from './ask-mail.testing.ts'

let world: World
let sink: SmtpSink
let worker: Postman
let course: CleosBooking & { hosts: string[] }

const SESSIONS = 7
const STAKEHOLDERS = ['mei@kestrel.example', 'ravi@kestrel.example']
const CUSTOMER = 'cleo@mail.example'

// A course of seven with a panel of three, on a page that Mei owns and Ravi follows.
beforeAll(async () => {
  world = await makeWorld()
  sink = await openSmtpSink()
  worker = postman(world, sink.url)
  const first = await bookPanel(world, 2, { sessionCount: SESSIONS, horizonDays: 120 })
  const { eventType } = await world.load(first)
  const [mei, ravi] = [await member('Mei'), await member('Ravi')]
  const page = await savePage(world.context, world.scope, null, {
    slug: 'course',
    title: 'Course',
    intro: '',
    ownerMemberId: mei,
    policyId: null,
    eventTypeIds: [eventType.id],
    stakeholderIds: [ravi],
    active: true,
  })
  if (!page.ok) throw new Error(page.refusal.code)
  const starts = (await world.load(first)).sessions.map(({ startsAt }) => startsAt.add({ hours: 2 }))
  const guests = [
    { name: 'Gus', email: 'gus@mail.example' },
    { name: '', email: 'gia@mail.example' },
  ]
  const booked = await world.bookAgain({
    pageId: page.value.pageId,
    eventTypeId: eventType.id,
    starts,
    guests,
  })
  course = { ...booked, hosts: first.hosts }
})
beforeEach(async () => {
  await worker.deliverAll()
  sink.forget()
})
afterAll(async () => {
  await worker.close()
  await sink.close()
  await world.close()
})

async function member(name: string): Promise<string> {
  const added = await addMember(world.context, world.scope, {
    name,
    email: `${name.toLowerCase()}@kestrel.example`,
    title: '',
    zone: 'Asia/Kolkata',
    roleKey: 'host',
    password: null,
  })
  if (!added.ok) throw new Error(added.refusal.code)
  return added.value.memberId
}

const listed = (text: string) => [...text.matchAll(/^Session (\d+): /gm)].map(([, number]) => Number(number))
const files = ({ parsed }: ReceivedMail) =>
  parsed.attachments
    .filter(({ filename }) => filename?.endsWith('.ics'))
    .map(({ content }) => content.toString().replaceAll('\r\n ', ''))
const numbers = ({ parsed }: ReceivedMail) =>
  parsed.attachments.flatMap(({ filename }) => /^session-(\d+)\.ics$/.exec(filename ?? '')?.[1] ?? [])

test('one mail each side, one calendar part a session, and each part opens its own session', async () => {
  const { sessions } = await world.load(course)
  const mail = (await mailsNow(world, course))['booking_scheduled customer']!
  expect(linksIn(mail)[0]).toBe(`View booking http://kept.test/b/${course.token}`)
  const events = mail.calendar.map(eventOf)
  expect(events.map(({ uid }) => uid)).toEqual(sessions.map(({ uid }) => uid))
  events.forEach((event, index) => {
    const own = `http://kept.test/b/${course.token}?session=${sessions[index]!.id}`
    expect(event.url).toBe(own)
    expect(event.description).toContain(own)
  })
  const toTeam = (await mailsNow(world, course))['booking_scheduled primary_host']!
  expect(everythingIn(toTeam)).not.toContain(course.token)
  expect(toTeam.calendar.map(eventOf).every(({ url }) => url.endsWith(course.bookingId))).toBe(true)
})

test('the link in a calendar opens that session, and the one in the mail the package', async () => {
  const [event] = (await mailsNow(world, course))['booking_scheduled customer']!.calendar.map(eventOf)
  const open = async (href: string) => (await world.visit(href.replace('http://kept.test', ''))).status
  expect(await open(event!.url)).toBe(200)
})

describe('the oracle: m of n sessions change', () => {
  // Seen to fail with all sessions of the booking told instead of those of the fact, and with a mail per session.
  test.each([
    { cancel: [], reschedule: [1] },
    { cancel: [2], reschedule: [] },
    { cancel: [3], reschedule: [4, 6] },
  ])('$cancel canceled and $reschedule moved: one mail to each, listing exactly these', async (which) => {
    const before = (await world.load(course)).sessions
    await changeByCustomer(world, course, {
      cancel: which.cancel.map((index) => before[index]!.id),
      reschedule: which.reschedule.map((index) => ({
        session: before[index]!.id,
        start: before[index]!.startsAt.add({ hours: 1 }),
      })),
    })
    expect(await worker.deliverAll()).toEqual([])
    const after = (await world.load(course)).sessions
    const touched = [...which.cancel, ...which.reschedule].toSorted()

    // Customer, each guest, the lead with the panel in cc, the page's owner, the stakeholder: one mail each.
    expect(sink.received.map(({ recipients }) => recipients.join(' ')).toSorted()).toEqual(
      [
        CUSTOMER,
        'gus@mail.example',
        'gia@mail.example',
        ['alva@kestrel.example', ...course.hosts].join(' '),
        ...STAKEHOLDERS,
      ].toSorted(),
    )
    for (const mail of sink.received) {
      expect(listed(mail.parsed.text!)).toEqual(touched.map((index) => index + 1))
      expect([...new Set(numbers(mail))].toSorted()).toEqual(touched.map((index) => String(index + 1)))
      for (const index of touched) {
        const file = files(mail).find((text) => text.includes(`UID:${after[index]!.uid}`))!
        expect(file).toContain(`SEQUENCE:${before[index]!.sequence + 1}\r\n`)
        expect(file).toContain(which.cancel.includes(index) ? 'METHOD:CANCEL' : 'METHOD:REQUEST')
      }
      const others = after.filter((_, index) => !touched.includes(index))
      for (const { uid } of others) expect(mail.raw).not.toContain(uid)
      if (mail.recipients[0] !== CUSTOMER) expect(mail.raw).not.toContain(course.token)
    }
    // The others keep their UID, their SEQUENCE and their time.
    after.forEach((session, index) => {
      if (touched.includes(index)) return
      expect(session).toMatchObject({ uid: before[index]!.uid, sequence: before[index]!.sequence })
      expect(session.startsAt.equals(before[index]!.startsAt)).toBe(true)
    })
  })
})
