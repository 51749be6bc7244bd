import type { Page } from 'playwright-core'

/**
 * What goes wrong when the words are Hebrew and run from the right (ux T6): the page's own words get Hebrew letters,
 * while names, amounts and times that it set apart stay as they are. Nothing on the page can be read afterwards.
 */
export async function inAnotherScript(page: Page): Promise<string[]> {
  const found = await page.evaluate(() => {
    const apart = 'bdi, [dir]:not(html), input, textarea, select, script, style, .visually-hidden'
    document.documentElement.dir = 'rtl'
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      if (text.parentElement?.closest(apart)) continue
      text.nodeValue = (text.nodeValue ?? '').replaceAll(/\p{L}/gu, (letter) =>
        String.fromCodePoint(0x5d0 + (letter.toLowerCase().codePointAt(0)! % 27)),
      )
    }
    const shown = [...document.querySelectorAll<HTMLElement>('body *')].filter(
      (element) => element.checkVisibility() && !element.closest(apart),
    )
    const cut = (element: Element) => element.outerHTML.slice(0, 100)
    const problems: string[] = []
    if (document.documentElement.scrollWidth > innerWidth)
      problems.push(
        `the page is ${document.documentElement.scrollWidth} px wide`,
        ...shown
          .filter((element) => {
            const { left, right } = element.getBoundingClientRect()
            return left < -1 || right > innerWidth + 1
          })
          .slice(0, 5)
          .map(cut),
      )
    for (const element of shown) {
      const { direction, textAlign } = getComputedStyle(element)
      if (direction !== 'rtl') problems.push(`still runs from the left: ${cut(element)}`)
      if (textAlign === 'left') problems.push(`still starts at the left: ${cut(element)}`)
    }
    // The first heading is as wide as its column, so it is its words that must begin at the right.
    const heading = document.querySelector('main h1:not(.visually-hidden)')
    if (heading?.checkVisibility()) {
      const words = document.createRange()
      words.selectNodeContents(heading)
      const { left, right } = words.getBoundingClientRect()
      if (left + right < innerWidth) problems.push(`the heading is on the left: ${cut(heading)}`)
    }
    return problems
  })
  return found.map((line) => `from the right: ${line}`)
}
