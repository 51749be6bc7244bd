import type { Page } from 'playwright-core'
import { isStaffState, type DemoAddress } from './demo-state.ts'
import { lookAt, type Eyes } from './eyes.ts'
import { inAnotherScript } from './mirrored.ts'
import {
  controlsOf,
  lengthenWords,
  overflowing,
  problemsAtThisWidth,
  turnTo,
  wordingProblems,
} from './page-checks.ts'
import type { Stage } from './test-app.ts'

const KIB = 1024

/**
 * What keeps somebody from using the page: by ear, on a small phone, magnified, in the dark, without scripts, on a
 * slow line, in a longer language or one that is written from the right. One line each; none is what a test expects.
 */
export function obstacles(
  stage: Stage,
  state: DemoAddress,
  see: (page: Page) => Promise<void> = async () => {},
): Promise<string[]> {
  return lookAt(stage, state, async (eyes) => {
    await see(eyes.page)
    return [
      ...(await asShipped(state, eyes)),
      ...(await onPhone(state, eyes.page)),
      ...(await onDesk(state, eyes.page)),
      // The words are replaced from here on.
      ...(await inOtherLanguages(eyes.page)),
    ]
  })
}

async function onPhone(state: DemoAddress, page: Page): Promise<string[]> {
  await page.setViewportSize({ width: 320, height: 640 })
  const found = [...(await problemsAtThisWidth(page, leastTarget(state))), ...(await wordingProblems(page))]
  // A desk of 1280 by 1024 at 400 percent shows 320 by 256 (WCAG 1.4.10).
  await page.setViewportSize({ width: 320, height: 256 })
  const magnified = [...(await overflowing(page)), ...(await highBars(page))]
  return [...found, ...magnified.map((line) => `at 400 percent: ${line}`)].map((line) => `320 light: ${line}`)
}

async function onDesk(state: DemoAddress, page: Page): Promise<string[]> {
  await page.setViewportSize({ width: 1280, height: 800 })
  await turnTo(page, 'dark')
  return (await problemsAtThisWidth(page, leastTarget(state))).map((line) => `1280 dark: ${line}`)
}

/** For a finger in pixels; the pages of the team may be denser. */
function leastTarget(state: DemoAddress): number {
  return isStaffState(state) ? 32 : 44
}

async function inOtherLanguages(page: Page): Promise<string[]> {
  await page.setViewportSize({ width: 320, height: 640 })
  await lengthenWords(page)
  const longer = (await overflowing(page)).map((line) => `with longer words: ${line}`)
  return [...longer, ...(await inAnotherScript(page))]
}

// What stays in place while the page scrolls must leave most of a low window to the page.
async function highBars(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const bars = [...document.querySelectorAll<HTMLElement>('body *')].filter((element) => {
      const { position } = getComputedStyle(element)
      return (position === 'fixed' || position === 'sticky') && element.checkVisibility()
    })
    const high = bars.filter(
      (bar) =>
        bar.getBoundingClientRect().height > innerHeight / 3 &&
        getComputedStyle(bar).insetBlockEnd !== 'auto',
    )
    return high.map((bar) => `takes more than a third of a low window: ${bar.outerHTML.slice(0, 100)}`)
  })
}

/** With its content policy as sent, scripts on and off: no complaint, the same things to do, few bytes. */
async function asShipped(state: DemoAddress, { page, plain, complaints, fetched }: Eyes): Promise<string[]> {
  const heading = await page.getByRole('heading', { level: 1 }).innerText()
  const headingWithout = await plain.getByRole('heading', { level: 1 }).innerText()
  const without = await controlsOf(plain)
  const lost = (await controlsOf(page)).filter((control) => !without.includes(control))
  const limits = isStaffState(state)
    ? { script: 60 * KIB }
    : { stylesheet: 10 * KIB, script: 5 * KIB, all: 30 * KIB }
  const measured = { ...fetched, all: fetched.document + fetched.stylesheet + fetched.script }
  return [
    ...complaints,
    ...(fetched.stylesheet > 0 ? [] : ['no style sheet was counted']),
    ...Object.entries(limits).flatMap(([kind, most]) => {
      const bytes = measured[kind as keyof typeof measured]
      return bytes > most ? [`${kind}: ${bytes} bytes, at most ${most}`] : []
    }),
    ...(heading === headingWithout ? [] : [`without scripts the heading is ${headingWithout}`]),
    ...lost.map((control) => `only with scripts: ${control}`),
  ]
}
