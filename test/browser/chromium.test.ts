import { expect, test } from 'vitest'
import { openBrowser } from './chromium.ts'

test('a browser opens a page and reads it', { timeout: 400_000 }, async () => {
  const browser = await openBrowser()
  try {
    const page = await browser.newPage()
    await page.setContent('<h1>Cancel this booking</h1>')
    expect(await page.textContent('h1')).toBe('Cancel this booking')
  } finally {
    await browser.close()
  }
})
