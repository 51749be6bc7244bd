import { readFileSync } from 'node:fs'
import type Axe from 'axe-core'
import type { Frame, Page } from 'playwright-core'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')

/** What axe finds wrong, as one line each. */
export async function axeViolations(page: Page | Frame): Promise<string[]> {
  // Reading its source takes a browser longer than using it, so a page is given it once.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE)
  return page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as { axe: typeof Axe }
    // The paths to each node are slow to find, and its own markup says enough.
    const { violations } = await axe.run(document, {
      runOnly: tags,
      resultTypes: ['violations'],
      selectors: false,
    })
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(
        (node) =>
          `${id}: ${node.html.slice(0, 160)} (${(node.failureSummary ?? '').replaceAll(/\s+/g, ' ').slice(0, 200)})`,
      ),
    )
  }, TAGS)
}

/** What sticks out of the page to the right, so that a narrow screen would have to be moved sideways. */
export async function overflowing(page: Page | Frame): Promise<string[]> {
  return page.evaluate(() => {
    if (document.documentElement.scrollWidth <= innerWidth) return []
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 1,
    )
    return [
      `the page is ${document.documentElement.scrollWidth} px wide`,
      ...wide.slice(0, 5).map((element) => element.outerHTML.slice(0, 100)),
    ]
  })
}

/**
 * Controls too small to hit: below `least` px high, or below 24 px wide. Links inside running text are exempt
 * (WCAG 2.5.8), and what a label belongs to counts with its label.
 */
export async function smallTargets(page: Page, least: number): Promise<string[]> {
  return page.evaluate((height) => {
    // A link may cover the whole card it stands in, and the words beside a radio button choose it, too.
    const target = (control: Element) => {
      const cover = getComputedStyle(control, '::after')
      const card =
        cover.position === 'absolute' && cover.content !== 'none'
          ? (control as HTMLElement).offsetParent
          : null
      const words = [...((control as HTMLInputElement).labels ?? [])]
      const boxes = [
        control,
        ...(card ? [card] : []),
        ...(control.matches('[type=radio], [type=checkbox]') ? words : []),
      ].map((element) => element.getBoundingClientRect())
      const span = (from: 'left' | 'top', to: 'right' | 'bottom') =>
        Math.max(...boxes.map((box) => box[to])) - Math.min(...boxes.map((box) => box[from]))
      return { width: span('left', 'right'), height: span('top', 'bottom') }
    }
    const exempt =
      'p, dd, li > bdi, td, th, .visually-hidden, .skip, .error-summary, .history, .bullets, .card-heading'
    const controls = [
      ...document.querySelectorAll('a[href], button, select, textarea, summary, input:not([type=hidden])'),
    ]
    return controls
      .filter((control) => control.checkVisibility() && !control.closest(exempt))
      .map((control) => ({ control, box: target(control) }))
      .filter(({ box }) => box.height < height - 0.5 || box.width < 24)
      .map(
        ({ control, box }) =>
          `${Math.round(box.width)}x${Math.round(box.height)} ${control.outerHTML.slice(0, 120)}`,
      )
  }, least)
}

/** What is wrong with the page that is open, on a small phone in daylight and on a desk in the dark. */
export async function problemsOnBothScreens(page: Page): Promise<string[]> {
  await turnTo(page, 'light')
  await page.setViewportSize({ width: 320, height: 700 })
  const onPhone = [...(await problemsAtThisWidth(page, 44)), ...(await wordingProblems(page))]
  await page.setViewportSize({ width: 1280, height: 900 })
  await turnTo(page, 'dark')
  const onDesk = await problemsAtThisWidth(page, 32)
  return [...onPhone.map((line) => `320 light: ${line}`), ...onDesk.map((line) => `1280 dark: ${line}`)]
}

/** What axe finds, what sticks out or is cut, and targets below `leastTarget` px, as the window is now. */
export async function problemsAtThisWidth(page: Page, leastTarget: number): Promise<string[]> {
  return [
    ...(await axeViolations(page)),
    ...(await overflowing(page)),
    ...(await cutText(page)),
    ...(await smallTargets(page, leastTarget)),
  ]
}

/** Changes the face; colours that change by and by are brought to their end. */
export async function turnTo(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()))
}

/** Text that is cut off or covered: an element whose words are wider or higher than what is shown of it. */
export async function cutText(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const cut = [...document.querySelectorAll<HTMLElement>('body *')].filter((element) => {
      if (
        !element.checkVisibility() ||
        element.closest('.visually-hidden, pre, [data-scrolls], select, textarea, input')
      )
        return false
      const { overflowX, overflowY, textOverflow } = getComputedStyle(element)
      const hidesX = overflowX === 'hidden' || overflowX === 'clip'
      const hidesY = overflowY === 'hidden' || overflowY === 'clip'
      if (textOverflow === 'ellipsis' || element.offsetWidth <= 1) return false
      return (
        (hidesX && element.scrollWidth > element.clientWidth + 1) ||
        (hidesY && element.scrollHeight > element.clientHeight + 1)
      )
    })
    return cut.map((element) => element.outerHTML.slice(0, 120))
  })
}

/** Every control of the page by role and name, sorted; what somebody can do there. */
export async function controlsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const controls = [
      ...document.querySelectorAll(
        'main a[href], main button, main select, main textarea, main input:not([type=hidden]), main summary',
      ),
    ]
    // What offers the browser's own zone is there only where a script can know it.
    return controls
      .filter((control) => control.checkVisibility() && !control.closest('[data-zone-hint]'))
      .map((control) => {
        const labels = (control as HTMLInputElement).labels
        const name =
          control.getAttribute('aria-label') || labels?.[0]?.textContent || control.textContent || ''
        return `${control.tagName.toLowerCase()} ${name.replaceAll(/\s+/g, ' ').trim()}`
      })
      .sort()
  })
}

/** Makes every word of the page 40 percent longer, as another language does. */
export async function lengthenWords(page: Page): Promise<void> {
  await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      text.nodeValue = (text.nodeValue ?? '').replaceAll(
        /\p{L}{3,}/gu,
        (word) => word + word.slice(0, Math.ceil(word.length * 0.4)),
      )
    }
  })
}

const BANNED =
  /\b(oops|unfortunately|regret|are you sure|invalid|please note|click here|n\/a|undefined|null|nan|object object|sorry to see you go)\b|[!¡]/i

/** Longest sentence people are given to read, in words (ux 4.7). */
const MOST_WORDS = 20

/** What is wrong with the words of the page, beside what people of the sample world wrote themselves. */
export async function wordingProblems(page: Page): Promise<string[]> {
  const blocks = await page.evaluate(() => {
    const places = [
      ...document.querySelectorAll<HTMLElement>(
        'title, h1, h2, h3, p, li, dt, dd, label, legend, button, a, th, td, summary',
      ),
    ]
    return places
      .filter(
        (place) =>
          !place.closest('pre, blockquote, [data-own-words]') && !place.querySelector('p, li, dd, td'),
      )
      .map((place) => (place.tagName === 'TITLE' ? document.title : place.innerText))
      .filter((text) => text.trim() !== '')
  })
  return [...new Set(blocks)].flatMap((text) => {
    const banned = BANNED.exec(text)
    const long = text
      .split(/(?<=[.?])\s+(?=\p{Lu})|\n/u)
      .filter((sentence) => /[.?]$/.test(sentence.trim()) && sentence.trim().split(/\s+/).length > MOST_WORDS)
    return [
      ...(banned ? [`"${banned[0]}" in: ${text}`] : []),
      ...long.map((sentence) => `too long: ${sentence}`),
    ]
  })
}
