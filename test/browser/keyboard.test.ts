import type { BrowserContextOptions, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { paths } from '#paths.ts'
import type { Business } from '../../db/town-build.ts'
import { CLINIC } from '../../db/town-clinic.ts'
import { CLEO, headingOf, linkOf, mailTo, openBusiness, pass } from './journey.ts'
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

/** More stops than this from one control to the next, and nobody would call it usable. */
const MOST_TABS = 20

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

/** The step led to this heading, and the keyboard starts there or at the top, not at a link somewhere below. */
async function startsAt(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
  expect(await headingOf(page)).toBe(heading)
  const focused = await page.evaluate(() => document.activeElement?.tagName ?? '')
  expect(['BODY', 'H1', 'H2', 'MAIN', 'DIV', 'SECTION']).toContain(focused)
}

async function pressOn(page: Page, selector: string, words: RegExp): Promise<void> {
  await tabTo(page, selector, words)
  await page.keyboard.press('Enter')
}

/** Walks with Tab until the control has the focus, and looks at every stop on the way. */
async function tabTo(page: Page, selector: string, words?: RegExp): Promise<void> {
  for (let stop = 0; stop < MOST_TABS; stop += 1) {
    await page.keyboard.press('Tab')
    await seesFocus(page)
    const reached = await page.evaluate(
      ([wanted, pattern]) => {
        const focused = document.activeElement
        return Boolean(
          focused?.matches(wanted) && (!pattern || new RegExp(pattern).test(focused.textContent ?? '')),
        )
      },
      [selector, words?.source] as const,
    )
    if (reached) return
  }
  throw new Error(`${selector} ${words ?? ''} was not reached with ${MOST_TABS} tabs on ${page.url()}.`)
}

/** What has the focus is marked by a thick line, lies inside the window, and no bar covers all of it. */
async function seesFocus(page: Page): Promise<void> {
  const problem = await page.evaluate(() => {
    const focused = document.activeElement
    if (!focused || focused === document.body) return null
    const shown = focused.matches('input[type=radio], input[type=checkbox]')
      ? [focused, focused.closest('label'), focused.nextElementSibling]
      : [focused]
    const marked = shown.some((element) =>
      [null, '::after', '::before'].some((part) => {
        if (!element) return false
        const { outlineStyle, outlineWidth } = getComputedStyle(element, part)
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
      }),
    )
    const name = focused.outerHTML.slice(0, 100)
    if (!marked) return `no mark on ${name}`
    const box = focused.getBoundingClientRect()
    const points = [0.1, 0.5, 0.9].flatMap((x) =>
      [0.2, 0.5, 0.8].map((y) => [box.left + box.width * x, box.top + box.height * y] as const),
    )
    const open = points.some(([x, y]) => {
      const top = document.elementFromPoint(x, y)
      return top !== null && (focused.contains(top) || top.contains(focused))
    })
    return open ? null : `covered or outside the window: ${name}`
  })
  expect(problem, page.url()).toBeNull()
}
