import type { BrowserContextOptions } from 'playwright-core'
import { beforeAll, describe, test } from 'vitest'
import { paths } from '#paths.ts'
import type { Business } from '../../db/town-build.ts'
import { CLINIC } from '../../db/town-clinic.ts'
import { pressOn, seesFocus, startsAt, tabTo } from './by-keyboard.ts'
import { CLEO, linkOf, mailTo, openBusiness, pass } from './journey.ts'
import { openStage } from './test-app.ts'

/*
 * Cleo has no pointer: she books, pays, moves and cancels with Tab, arrows, space and Enter. At each stop she sees where she
 * is, nothing covers it, and after each step the reading begins at the heading. Once as on a desk, once as on a phone
 * with a keyboard, where bars stick to the edges.
 * Seen to fail when the outline of what has the focus was taken away, when the bar at the foot lost its scroll padding, and when
 * the month was given one tab stop a day.
 */

const stage = openStage()
let clinic: Business

beforeAll(async () => {
  clinic = await openBusiness(stage, CLINIC, 'keys')
})

describe.each<{ name: string; options: BrowserContextOptions }>([
  { name: 'on a desk', options: { viewport: { width: 1280, height: 800 } } },
  { name: 'on a small screen', options: { viewport: { width: 390, height: 664 } } },
])('$name', ({ options }) => {
  test('Cleo books, pays, moves and cancels by keyboard alone', async () => {
    const visitor = await stage.visitor(options)
    const page = await visitor.newPage()
    await page.goto(paths.bookingPage(clinic.slug))
    await pressOn(page, 'a', /Follow-up treatment/)
    await startsAt(page, 'Choose a time')

    // The month is one stop; the arrows walk in it. Two days on from the first free day.
    await tabTo(page, '[data-month-grid] td a')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await seesFocus(page)
    await page.keyboard.press('Enter')
    await page.waitForURL(/day=2026-12-0/)
    await pressOn(page, 'a.slot', /pm|am/)
    await startsAt(page, 'Your details')

    await tabTo(page, 'input[name=name]')
    await page.keyboard.type(CLEO.name)
    await tabTo(page, 'input[name=email]')
    await page.keyboard.type(CLEO.email)
    await pressOn(page, 'button', /^Book /)
    await startsAt(page, 'Check and pay')
    await pressOn(page, 'button', /^Pay .* and book/)
    await startsAt(page, 'Pay \u00A340.00')
    await pressOn(page, 'button', /^Pay /)
    await startsAt(page, 'Booked')

    const mail = await mailTo(stage, CLEO.email)
    await page.goto(linkOf(mail, 'Reschedule'))
    await pressOn(page, 'a.slot:not([data-own])', /am|pm/)
    await startsAt(page, 'Check the new time')
    await pass(stage, clinic)
    await pressOn(page, 'button', /^Move to /)
    await startsAt(page, 'Your booking is moved')

    await page.goto(linkOf(mail, 'Cancel'))
    await pass(stage, clinic)
    await pressOn(page, 'button', /^Cancel the booking/)
    await startsAt(page, 'Your booking is cancelled')
    await visitor.close()
  })
})
