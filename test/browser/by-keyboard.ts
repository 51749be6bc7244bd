import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { headingOf } from './journey.ts'

/*
 * Somebody without a pointer: each stop on the way is looked at, for where the keyboard is has to be seen.
 */

/** More stops than this from one control to the next, and nobody would call it usable. */
const MOST_TABS = 20

/** The step led to this heading, and the keyboard starts there or at the top, not at a link somewhere below. */
export async function startsAt(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
  expect(await headingOf(page)).toBe(heading)
  const focused = await page.evaluate(() => document.activeElement?.tagName ?? '')
  expect(['BODY', 'H1', 'H2', 'MAIN', 'DIV', 'SECTION']).toContain(focused)
}

/** Walks to the control and presses Enter. */
export async function pressOn(page: Page, selector: string, words: RegExp): Promise<void> {
  await tabTo(page, selector, words)
  await page.keyboard.press('Enter')
}

/** Walks with Tab until the control has the focus, and looks at every stop on the way. */
export async function tabTo(page: Page, selector: string, words?: RegExp): Promise<void> {
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
export async function seesFocus(page: Page): Promise<void> {
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
