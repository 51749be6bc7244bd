import ICAL from 'ical.js'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { HIRING } from '../../db/town-hiring.ts'
import type { ReceivedMail } from '../smtp-sink.ts'
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
 * The first seed article, by hand: Cleo books a panel interview, opens her mail, follows the link, reads the policy,
 * cancels with a reason, and everybody concerned knows. Once with scripts and once without.
 * Seen to fail when the additional hosts were mailed each on their own instead of in copy, and when the link "Cancel"
 * of the mail led to the booking without saying what for.
 */

const stage = openStage()
const [alva, bo, cy] = HIRING.team as [Person, Person, Person]

type Person = (typeof HIRING.team)[number]

describe.each([
  { name: 'with scripts', javaScriptEnabled: true },
  { name: 'without scripts', javaScriptEnabled: false },
])('$name', ({ javaScriptEnabled }) => {
  test('Cleo cancels a panel interview from the link in her mail, and everybody concerned knows', async () => {
    const business = await openBusiness(
      stage,
      withOwnAddresses(javaScriptEnabled),
      `panel-${javaScriptEnabled}`,
    )
    const visitor = await stage.visitor({ javaScriptEnabled })
    const page = await visitor.newPage()
    await bookByHand(page, business, 'Panel interview')
    expect(await page.locator('main').innerText()).toContain(CLEO.email)

    const invitation = await mailTo(stage, CLEO.email)
    expect(methodOf(invitation)).toBe('REQUEST')
    stage.app.sink.forget()

    await page.goto(linkOf(invitation, 'Cancel'))
    await readsPolicyAndChoices(page)
    await page.getByLabel('The time no longer works').check()
    await pass(stage, business)
    await page.getByRole('button', { name: 'Cancel the booking' }).click()

    expect(await headingOf(page)).toBe('Your booking is cancelled')
    expect(await page.locator('main').innerText()).toContain('Alva')
    await exactlyTheseAreTold(javaScriptEnabled, invitation)
    for (const person of [alva, bo, cy]) await seesItInOwnStream(addressOf(person, javaScriptEnabled))
    await page.close()
  })
})

async function readsPolicyAndChoices(page: Page): Promise<void> {
  expect(await headingOf(page)).toBe('How would you like to update this booking?')
  const choices = page.getByRole('navigation', { name: 'What you can do' })
  expect((await choices.getByRole('link').allInnerTexts()).map((words) => words.trim())).toEqual([
    'Reschedule',
    'Cancel',
    'Keep',
  ])
  expect(await choices.locator('[aria-current]').innerText()).toContain('Cancel')
  const words = await page.locator('main').innerText()
  for (const { name } of [alva, bo, cy]) expect(words).toContain(name)
  expect(words).toContain('Hiring manager')
  expect(words).toContain('Cancellation policy')
  expect(words).toContain('any time before')
}

/** For two additional hosts: one mail to Cleo, one to the lead with two in copy, nothing else (oracle of seed 000). */
async function exactlyTheseAreTold(scripts: boolean, invitation: ReceivedMail): Promise<void> {
  const mails = await everybodyTold(stage)
  expect(mails.map(({ recipients }) => recipients.toSorted()).toSorted()).toEqual([
    [alva, bo, cy].map((person) => addressOf(person, scripts)).toSorted(),
    [CLEO.email],
  ])
  const toCleo = mails.find(({ recipients }) => recipients.includes(CLEO.email))!
  const toTeam = mails.find((mail) => mail !== toCleo)!
  expect(listed(toTeam.parsed.to)).toEqual([addressOf(alva, scripts)])
  expect(listed(toTeam.parsed.cc)).toEqual([bo, cy].map((person) => addressOf(person, scripts)))
  expect(listed(toCleo.parsed.cc)).toEqual([])
  expect(toCleo.parsed.subject).toMatch(/^Cancelled: /)
  expect(toTeam.parsed.text).toContain('The time no longer works')
  // The customer's key opens the booking without a sign-in, so nobody else gets it.
  expect(toTeam.raw).not.toContain('/b/')
  for (const mail of mails) expect(methodOf(mail)).toBe('CANCEL')
  expect(uidOf(toCleo)).toBe(uidOf(invitation))
  expect(sequenceOf(toCleo)).toBeGreaterThan(sequenceOf(invitation))
}

async function seesItInOwnStream(email: string): Promise<void> {
  const visitor = await stage.visitor({ viewport: { width: 1280, height: 800 } })
  const page = await signIn(visitor, email)
  const row = page.getByRole('link', { name: /Cleo Marsh/ })
  expect(await row.count()).toBe(1)
  await row.click()
  const pane = page.getByRole('region', { name: 'Details of the chosen booking' })
  await pane.getByText('Panel interview').first().waitFor()
  const words = await pane.innerText()
  expect(words).toContain('Canceled')
  expect(words).toContain('The time no longer works')
  await visitor.close()
}

// Both runs share one database, and an address signs in to every business it belongs to.
function withOwnAddresses(scripts: boolean): typeof HIRING {
  return { ...HIRING, team: HIRING.team.map((person) => ({ ...person, email: addressOf(person, scripts) })) }
}

function addressOf(person: Person, scripts: boolean): string {
  return scripts ? person.email : person.email.replace('@', '.plain@')
}

function listed(addresses: ReceivedMail['parsed']['to']): string[] {
  const groups = addresses === undefined ? [] : Array.isArray(addresses) ? addresses : [addresses]
  return groups.flatMap(({ value }) => value.map(({ address }) => address ?? ''))
}

/** Read by another program than the one that wrote it. */
function calendarOf(mail: ReceivedMail): { part: string; method: string; event: ICAL.Component } {
  const text = mail.parsed.attachments
    .find(({ contentType }) => contentType === 'text/calendar')!
    .content.toString('utf8')
  const calendar = new ICAL.Component(ICAL.parse(text))
  const part = /content-type: text\/calendar[^\n]*(?:\n[ \t][^\n]*)*/i.exec(mail.raw)?.[0] ?? ''
  return {
    part,
    method: String(calendar.getFirstPropertyValue('method')),
    event: calendar.getFirstSubcomponent('vevent')!,
  }
}

function methodOf(mail: ReceivedMail): string {
  const { part, method } = calendarOf(mail)
  expect(part.toUpperCase()).toContain(`METHOD=${method}`)
  return method
}

function uidOf(mail: ReceivedMail): string {
  return String(calendarOf(mail).event.getFirstPropertyValue('uid'))
}

function sequenceOf(mail: ReceivedMail): number {
  return Number(calendarOf(mail).event.getFirstPropertyValue('sequence'))
}
