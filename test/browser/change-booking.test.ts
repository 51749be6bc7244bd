import type { BrowserContext, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { paths } from '#paths.ts'
import type { Business } from '../../db/town-build.ts'
import { CLINIC } from '../../db/town-clinic.ts'
import { HIRING } from '../../db/town-hiring.ts'
import {
  bookByHand,
  CLEO,
  everybodyTold,
  headingOf,
  linkOf,
  mailTo,
  openBusiness,
  pass,
  signIn,
} from './journey.ts'
import { openStage } from './test-app.ts'

/*
 * What Cleo can do with the link in her mail beside cancelling at once, and what happens when somebody or something
 * comes between. Seen to fail when a quote was carried out without a look at the booking's revision.
 */

const stage = openStage()
let hiring: Business
let clinic: Business

beforeAll(async () => {
  hiring = await openBusiness(stage, HIRING, 'hiring')
  clinic = await openBusiness(stage, CLINIC, 'clinic')
})

describe.each([
  { name: 'with scripts', javaScriptEnabled: true },
  { name: 'without scripts', javaScriptEnabled: false },
])('$name', ({ javaScriptEnabled }) => {
  test('Cleo moves her interview: three clicks from the mail, and the mails say from when to when', async () => {
    const { visitor, page, open } = await cleoWithBooking({ javaScriptEnabled })
    const clicks = countClicks(page)
    await open('Reschedule')
    await clicks.on(page.locator('a.slot').last())
    expect(await headingOf(page)).toBe('Check the new time')
    const pair = await page.locator('main').innerText()
    expect(pair).toMatch(/From[\s\S]+To/)
    await pass(stage, hiring)
    await clicks.on(page.getByRole('button', { name: /^Move to / }))
    expect(await headingOf(page)).toBe('Your booking is moved')
    expect(clicks.count).toBeLessThanOrEqual(3)
    const mails = await everybodyTold(stage)
    expect(mails).toHaveLength(2)
    expect(mails.every(({ parsed }) => parsed.subject!.startsWith('Moved: '))).toBe(true)
    await visitor.close()
  })

  test('Cleo keeps her interview with one click, and the page says that it changed nothing else', async () => {
    const { visitor, page, open } = await cleoWithBooking({ javaScriptEnabled })
    await open('Keep')
    const clicks = countClicks(page)
    await pass(stage, hiring)
    await clicks.on(page.getByRole('button', { name: "I'll be there" }))
    expect(await page.locator('main').innerText()).toContain("We told Alva you're coming")
    expect(clicks.count).toBe(1)
    await visitor.close()
  })

  test('a reason that the policy asks for is asked again, and what was written stays', async () => {
    const { visitor, page, open } = await cleoWithBooking({ javaScriptEnabled })
    await open('Cancel')
    await pass(stage, hiring)
    await page.getByRole('button', { name: 'Cancel the booking' }).click()
    await page.getByRole('link', { name: 'Tell us why you are cancelling' }).waitFor()
    expect(await page.title()).toMatch(/^Error: /)
    await page.getByLabel('Something else').check()
    await page.getByLabel('In your own words').fill('My train <b>does not</b> run')
    await page.getByRole('button', { name: 'Cancel the booking' }).click()
    expect(await headingOf(page)).toBe('Your booking is cancelled')
    await open('View booking')
    expect(await page.locator('main').innerText()).toContain('My train <b>does not</b> run')
    await visitor.close()
  })
})

test('a clinic booking is cancelled with one click and nothing to fill in', async () => {
  const { visitor, page, open } = await cleoWithBooking({
    business: clinic,
    eventType: 'Follow-up treatment',
    day: /^Thursday 3 December/,
  })
  await open('Cancel')
  const clicks = countClicks(page)
  await pass(stage, clinic)
  expect(await page.locator('main [required], main [aria-required=true]').count()).toBe(0)
  await clicks.on(page.getByRole('button', { name: 'Cancel the booking' }))
  expect(await headingOf(page)).toBe('Your booking is cancelled')
  expect(clicks.count).toBe(1)
  await visitor.close()
})

test('too late to cancel online: the page says so, since when, and what still works', async () => {
  const visitor = await stage.visitor()
  const page = await visitor.newPage()
  await page.goto(paths.demoState('M5'))
  const words = await page.locator('main').innerText()
  expect(words).toContain('It is too late to cancel online')
  expect(words).toContain('2 hours before')
  expect(await page.getByRole('link', { name: /Call / }).count()).toBeGreaterThan(0)
  expect(await page.getByRole('button', { name: /cancel/i }).count()).toBe(0)
  await visitor.close()
})

test('two people want one time: the second keeps her booking and gets the nearest times', async () => {
  const cleo = await cleoWithBooking({})
  await cleo.open('Reschedule')
  const wanted = cleo.page.locator('a.slot').last()
  const when = await wanted.innerText()
  await wanted.click()
  expect(await headingOf(cleo.page)).toBe('Check the new time')

  const other = await stage.visitor()
  const page = await other.newPage()
  await page.goto(paths.bookingPage(hiring.slug))
  await page.getByRole('link', { name: 'Panel interview' }).first().click()
  await page.goto(new URL(await sameDay(cleo.page), stage.app.origin).href)
  await page.getByRole('link', { name: when, exact: true }).click()
  await page.getByLabel('Name').fill('Dag Berg')
  await page.getByLabel('E-mail').first().fill('dag@customer.example')
  await page.getByRole('button', { name: /^Book / }).click()
  expect(await headingOf(page)).toBe('Booked')

  await pass(stage, hiring)
  await cleo.page.getByRole('button', { name: /^Move to / }).click()
  await cleo.page.getByText('That time has just been taken').first().waitFor()
  const words = await cleo.page.locator('main').innerText()
  expect(words).toContain('Your booking is untouched')
  expect(await cleo.page.locator('a.slot, label.slot').count()).toBeGreaterThan(0)
  await other.close()
  await cleo.visitor.close()
})

test('the button pressed twice cancels once, and going back after it cancels nothing again', async () => {
  const { visitor, page, open } = await cleoWithBooking({})
  await open('Cancel')
  await page.getByLabel("I'm ill").check()
  await pass(stage, hiring)
  await page.getByRole('button', { name: 'Cancel the booking' }).dblclick()
  await page.getByRole('heading', { level: 1, name: 'Your booking is cancelled' }).waitFor()
  expect(await everybodyTold(stage)).toHaveLength(2)

  await page.goBack()
  const again = page.getByRole('button', { name: 'Cancel the booking' })
  if (await again.isVisible()) {
    await page.getByLabel("I'm ill").check()
    await again.click()
  }
  await page.getByRole('heading', { level: 1, name: /(is|was) cancelled$/ }).waitFor()
  expect(await everybodyTold(stage)).toHaveLength(2)
  await visitor.close()
})

test('one form sent twice at the same moment is one cancellation, and both get the same receipt', async () => {
  const { visitor, page, open } = await cleoWithBooking({})
  await open('Cancel')
  await pass(stage, hiring)
  const quote = await page.locator('form#change input[name=quote]').inputValue()
  const action = (await page.locator('form#change').getAttribute('action'))!
  const send = () => visitor.request.post(action, { form: { quote, why: 'ill' }, maxRedirects: 0 })
  const answers = await Promise.all([send(), send()])
  expect(answers.map((answer) => answer.status())).toEqual([303, 303])
  expect(answers[1]!.headers()['location']).toBe(answers[0]!.headers()['location'])
  expect(await everybodyTold(stage)).toHaveLength(2)
  await visitor.close()
})

test('Cleo cancels while Alva has the form to move open: Alva is told, and nothing moves', async () => {
  const { visitor, page, open, booking } = await cleoWithBooking({})
  const staff = await stage.visitor({ viewport: { width: 1280, height: 800 } })
  const desk = await signIn(staff, HIRING.team[0]!.email)
  await desk.goto(`${paths.staffMove(booking)}`)
  await desk.locator('a.slot').last().click()
  await desk.getByRole('button', { name: /^Move/ }).waitFor()

  await open('Cancel')
  await page.getByLabel("I'm ill").check()
  await pass(stage, hiring)
  await page.getByRole('button', { name: 'Cancel the booking' }).click()
  expect(await headingOf(page)).toBe('Your booking is cancelled')

  await desk.getByRole('button', { name: /^Move/ }).click()
  await expect
    .poll(() => desk.locator('main').innerText())
    .toMatch(
      /changed while your page was open|Nothing (of what you sent )?was (done|changed)|no longer be moved/i,
    )
  expect(await everybodyTold(stage)).toHaveLength(2)
  await staff.close()
  await visitor.close()
})

// What is canceled keeps its time for a while, so that no day has room for all of these bookings.
let bookings = 0
const dayOf = (booking: number) =>
  [/^Thursday 3 December/, /^Friday 4 December/, /^Monday 7 December/][booking % 3]!

interface Cleo {
  visitor: BrowserContext
  page: Page
  /** The booking's id. */
  booking: string
  /** Follows a link of the confirmation, by its words. */
  open(words: string): Promise<void>
}

async function cleoWithBooking(options: {
  javaScriptEnabled?: boolean
  business?: Business
  eventType?: string
  day?: RegExp
}): Promise<Cleo> {
  const {
    javaScriptEnabled = true,
    business = hiring,
    eventType = 'Panel interview',
    day = dayOf((bookings += 1)),
  } = options
  const visitor = await stage.visitor({ javaScriptEnabled })
  const page = await visitor.newPage()
  await bookByHand(page, business, eventType, { day })
  const mail = await mailTo(stage, CLEO.email)
  stage.app.sink.forget()
  const { id } = await stage.app.deps.context.db
    .selectFrom('bookings')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return { visitor, page, booking: id, open: async (words) => void (await page.goto(linkOf(mail, words))) }
}

/** The times page of the day that is open in the move. */
async function sameDay(check: Page): Promise<string> {
  const start = new URL(check.url()).searchParams.get('start')!
  return paths.times('hiring', 'panel-interview', { day: start.slice(0, 10) })
}

function countClicks(_page: Page) {
  return {
    count: 0,
    async on(control: { click(): Promise<void> }) {
      this.count += 1
      await control.click()
    },
  }
}
