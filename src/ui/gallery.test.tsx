import { describe, expect, test } from 'vitest'
import { Gallery } from './gallery.tsx'

const html = String(<Gallery />)
const idsIn = (attribute: string) =>
  [...html.matchAll(new RegExp(` ${attribute}="([^"]*)"`, 'gu'))].flatMap((match) => match[1]!.split(' '))

/* The gallery holds every component, so what is true of it is true of all of them. */
describe('every component', () => {
  // Seen to fail when a style attribute was put on the bar of the ribbon.
  test('works under a content policy without style attributes and handlers', () => {
    expect(html).not.toMatch(/\sstyle=/u)
    expect(html).not.toMatch(/\son[a-z]+=/u)
    expect(html).not.toContain('javascript:')
  })

  test('has ids of its own, and names only ids that exist', () => {
    const ids = idsIn('id')
    expect(new Set(ids).size).toBe(ids.length)
    for (const attribute of ['for', 'aria-describedby', 'aria-labelledby']) {
      for (const id of idsIn(attribute)) expect(ids).toContain(id)
    }
  })

  test('draws only beside words', () => {
    for (const [tag] of html.matchAll(/<svg[^>]*>/gu)) expect(tag).toContain('aria-hidden="true"')
  })

  test('escapes what it is given', () => {
    expect(html).toContain('&lt;b&gt;One&lt;/b&gt;')
    expect(html).not.toContain('<b>One</b>')
  })
})
