import { expect, test } from 'vitest'
import { headingsOf, Markdown } from './markdown.tsx'

const draw = (text: string, links = {}) => String(<Markdown text={text} links={links} />)

test('draws headings with names, paragraphs, lists, tables and code', () => {
  expect(draw('## Two calls\n\nFirst\nline.')).toBe('<h2 id="two-calls">Two calls</h2><p>First line.</p>')
  expect(draw('- one\n  more\n- two')).toBe('<ul class="bullets"><li>one more</li><li>two</li></ul>')
  expect(draw('1. one')).toContain('<ol class="bullets">')
  expect(draw('| A | |\n|---|---|\n| `x` | **y** |')).toContain(
    '<tr><th scope="col">A</th><td></td></tr></thead><tbody><tr><td><code>x</code></td><td><strong>y</strong></td></tr>',
  )
  expect(draw('```json\n{\n\n}\n```\nAfter.')).toBe(
    '<pre class="code-block"><code>{\n\n}</code></pre><p>After.</p>',
  )
})

// What a reader's browser could run is no target: only addresses and anchors are.
test('escapes what it is given, and follows links only where they lead somewhere', () => {
  expect(draw('<b>`<i>`</b>')).toBe('<p>&lt;b&gt;<code>&lt;i&gt;</code>&lt;/b&gt;</p>')
  expect(draw('[a](javascript:alert(1)) [b](https://b.example) [c](c.md) [d](d.md)', { 'c.md': '/c' })).toBe(
    '<p>a) <a href="https://b.example">b</a> <a href="/c">c</a> d</p>',
  )
})

test('lists the headings of the second level', () => {
  expect(headingsOf('# One\n\n## Two: a\n\n### Three\n\n```\n## no\n```')).toEqual([
    { id: 'two-a', text: 'Two: a' },
  ])
})
