import { gzipSync } from 'node:zlib'
import { DEMO_STATE_NAMES } from '#messages/demo.ts'
import type { Page, Response } from 'playwright-core'
import { isStaffState, openState, visitorOf, type DemoAddress } from './demo-state.ts'
import {
  axeViolations,
  controlsOf,
  cutText,
  lengthenWords,
  overflowing,
  smallTargets,
  wordingProblems,
} from './page-checks.ts'
import type { Stage } from './test-app.ts'

const KIB = 1024

/**
 * What keeps somebody from using the page: by ear, on a small phone, magnified, in the dark, without scripts, on a
 * slow line. One line each; none is what a test expects.
 */
export async function obstacles(stage: Stage, state: DemoAddress): Promise<string[]> {
  return [
    ...(await onPhone(stage, state)),
    ...(isSeenOnDesk(state) ? await onDesk(stage, state) : []),
    ...(await asShipped(stage, state)),
  ]
}

// Every demonstrated state, and of the many other pages every third: they are built of the same parts, and a browser
// takes seconds for each.
function isSeenOnDesk({ id }: DemoAddress): boolean {
  const letters = [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)
  return id in DEMO_STATE_NAMES || letters % 3 === 0
}

async function onPhone(stage: Stage, state: DemoAddress): Promise<string[]> {
  const visitor = await visitorOf(stage, state, {
    viewport: { width: 320, height: 640 },
    colorScheme: 'light',
    bypassCSP: true,
  })
  const page = await openState(visitor, state)
  const found = [
    ...(await axeViolations(page)),
    ...(await overflowing(page)),
    ...(await cutText(page)),
    ...(await smallTargets(page, isStaffState(state) ? 32 : 44)),
    ...(await wordingProblems(page)),
  ]
  // A desk of 1280 by 1024 at 400 percent shows 320 by 256 (WCAG 1.4.10).
  await page.setViewportSize({ width: 320, height: 256 })
  const magnified = [...(await overflowing(page)), ...(await highBars(page))]
  found.push(...magnified.map((line) => `at 400 percent: ${line}`))
  await lengthenWords(page)
  found.push(...(await overflowing(page)).map((line) => `with longer words: ${line}`))
  await visitor.close()
  return found.map((line) => `320 light: ${line}`)
}

async function onDesk(stage: Stage, state: DemoAddress): Promise<string[]> {
  const visitor = await visitorOf(stage, state, {
    viewport: { width: 1280, height: 800 },
    colorScheme: 'dark',
    bypassCSP: true,
  })
  const page = await openState(visitor, state)
  const found = [
    ...(await axeViolations(page)),
    ...(await overflowing(page)),
    ...(await cutText(page)),
    ...(await smallTargets(page, isStaffState(state) ? 32 : 44)),
  ]
  await visitor.close()
  return found.map((line) => `1280 dark: ${line}`)
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
async function asShipped(stage: Stage, state: DemoAddress): Promise<string[]> {
  const visitor = await visitorOf(stage, state, {})
  const complaints: string[] = []
  const answers: Response[] = []
  visitor.on('weberror', (error) => complaints.push(`error: ${error.error().message}`))
  visitor.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
      complaints.push(`console: ${message.text()}`)
  })
  visitor.on('response', (answer) => answers.push(answer))
  const page = await openState(visitor, state)
  const withScripts = {
    heading: await page.getByRole('heading', { level: 1 }).innerText(),
    controls: await controlsOf(page),
  }
  const bytes = await tooManyBytes(state, answers)
  await visitor.close()

  const plain = await visitorOf(stage, state, { javaScriptEnabled: false })
  const plainPage = await plain.newPage()
  await plainPage.goto(state.path)
  const without = {
    heading: await plainPage.getByRole('heading', { level: 1 }).innerText(),
    controls: await controlsOf(plainPage),
  }
  await plain.close()

  const lost = withScripts.controls.filter((control) => !without.controls.includes(control))
  return [
    ...complaints,
    ...bytes,
    ...(withScripts.heading === without.heading ? [] : [`without scripts the heading is ${without.heading}`]),
    ...lost.map((control) => `only with scripts: ${control}`),
  ]
}

async function tooManyBytes(state: DemoAddress, answers: Response[]): Promise<string[]> {
  const sizes = { document: 0, stylesheet: 0, script: 0 }
  for (const answer of answers) {
    const kind = answer.request().resourceType()
    if (answer.ok() && (kind === 'document' || kind === 'stylesheet' || kind === 'script'))
      sizes[kind] += gzipSync(await answer.body()).length
  }
  const limits = isStaffState(state)
    ? { script: 60 * KIB }
    : { stylesheet: 10 * KIB, script: 5 * KIB, all: 30 * KIB }
  const all = sizes.document + sizes.stylesheet + sizes.script
  const measured = { ...sizes, all }
  return Object.entries(limits).flatMap(([kind, most]) => {
    const bytes = measured[kind as keyof typeof measured]
    return bytes > most ? [`${kind}: ${bytes} bytes, at most ${most}`] : []
  })
}
