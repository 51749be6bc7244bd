import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

/*
 * What a review would otherwise have to look for in every style sheet.
 * Seen to fail when a hex colour, a `margin-left` and an `!important` were planted in banner.css.
 */
const folder = new URL('./', import.meta.url)
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.css'),
)

describe.each(files)('%s', (name) => {
  const text = readFileSync(new URL(name, folder), 'utf8')
  const css = text.replace(/\/\*[\s\S]*?\*\//gu, '')

  test('has no colour of its own', () => {
    if (name === 'tokens.css') return
    expect(css.match(/#[\da-f]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|lab|lch)a?\(/giu)).toBeNull()
  })

  test('knows no left and right', () => {
    const physical =
      /(?<!safe-area-)(?:margin|padding|border|inset)-(?:left|right|top|bottom)|^\s*(?:left|right|top|bottom|width|height|(?:min|max)-(?:width|height)):|text-align: (?:left|right)/gmu
    expect(css.match(physical)).toBeNull()
  })

  test('forces nothing', () => {
    if (name === 'utilities.css') return
    expect(css).not.toContain('!important')
  })

  test('is short', () => {
    if (name === 'tokens.css') return
    expect(text.split('\n').length - 1).toBeLessThanOrEqual(120)
  })

  test('is used by a face', () => {
    if (name === 'customer.css' || name === 'staff.css') return
    const faces = ['customer.css', 'staff.css'].map((face) => readFileSync(new URL(face, folder), 'utf8'))
    expect(faces.some((face) => face.includes(`'./${name}'`))).toBe(true)
  })
})
