import { createRequire } from 'node:module'
import { extractText, getDocumentProxy, getMeta } from 'unpdf'
import { expect, test } from 'vitest'
import type { InvoicePaper } from '#messages/invoice-paper.ts'
import { invoicePdf } from './invoice-pdf.ts'

const PAPER: InvoicePaper = {
  language: 'en-GB',
  title: 'Invoice INV-0007',
  author: 'Harbour Physio',
  issuedAtMs: Date.UTC(2026, 11, 1, 12),
  notice: null,
  seller: { label: 'Sold by', lines: ['Harbour Physio Ltd', '12 Pier Road', 'London'] },
  buyer: { label: 'Sold to', lines: ['Cleo Martin', 'cleo@mail.example'] },
  facts: [
    { term: 'Number', detail: 'INV-0007' },
    { term: 'Date', detail: 'Tuesday 1 December 2026' },
  ],
  table: {
    caption: 'What it is for',
    what: 'What',
    amount: 'Amount',
    lines: [
      { what: 'Physiotherapy', notes: ['Thu 3 Dec, 2:30pm', 'Cancelled'], before: '£40.00', amount: '£0.00' },
      { what: 'Cancellation fee', notes: [], before: null, amount: '£12.00' },
    ],
  },
  taxes: [{ label: 'Tax at 20% on £10.00, included', amount: '£2.00' }],
  total: { label: 'Total', amount: '£12.00' },
  movements: [{ label: 'Paid by card ending 4242', amount: '\u2212£12.00' }],
  balance: { label: 'Still to pay', amount: '£0.00' },
  thanks: 'Thank you.',
}

const textOf = async (paper: InvoicePaper) => {
  const { text } = await extractText(await getDocumentProxy(await invoicePdf(paper)), { mergePages: true })
  return text.replaceAll(/\s+/g, ' ')
}
const soldTo = (name: string): InvoicePaper => ({ ...PAPER, buyer: { ...PAPER.buyer, lines: [name] } })

test('every word and amount of the paper stands in the file, in the order in which it is read', async () => {
  const { table, seller, buyer, facts, taxes, movements } = PAPER
  const wanted = [
    PAPER.title,
    ...seller.lines,
    ...buyer.lines,
    ...facts.map(({ term, detail }) => `${term}: ${detail}`),
    ...table.lines.flatMap(({ what, notes, before, amount }) => [
      [what, ...notes].join(', '),
      ...(before ? [before] : []),
      amount,
    ]),
    PAPER.total.amount,
    ...[...taxes, ...movements].flatMap(({ label, amount }) => [label, amount]),
    PAPER.balance!.label,
    PAPER.thanks,
  ]
  const text = await textOf(PAPER)
  const places = wanted.map((words) => text.indexOf(words))
  expect(wanted.filter((_, index) => places[index]! < 0)).toEqual([])
  expect(text).toMatch(
    /Cancelled £40\.00 £0\.00 Cancellation fee £12\.00 Total £12\.00 .*£2\.00 Paid by card ending 4242 −£12\.00 Still to pay £0\.00/,
  )
})

// Seen to fail when the file was dated by the clock.
test('the same paper is the same file to the byte, at any time', async () => {
  const [one, other] = [await invoicePdf(PAPER), await invoicePdf(structuredClone(PAPER))]
  expect(Buffer.compare(one, other)).toBe(0)
})

test('it says its title, its maker, its language and its day, and is tagged for people who hear it', async () => {
  const document = await getDocumentProxy(await invoicePdf(PAPER))
  const { info } = await getMeta(document)
  expect(info).toMatchObject({
    Title: 'Invoice INV-0007',
    Author: 'Harbour Physio',
    Language: 'en-GB',
    CreationDate: 'D:20261201120000Z',
  })
  const tree = await (await document.getPage(1)).getStructTree()
  const tags = JSON.stringify(tree)
    .match(/"role":"\w+"/g)!
    .map((role) => role.slice(8, -1))
  expect(tags.slice(0, 2)).toEqual(['Document', 'H1'])
  expect(tags.filter((tag) => tag === 'TR').length).toBe(3)
  expect(tags.filter((tag) => tag === 'TH').length).toBe(2)
  expect(tags.filter((tag) => tag === 'TD').length).toBe(4)
})

test('it is A4 for Britain and Letter for America', async () => {
  const sizeOf = async (language: InvoicePaper['language']) => {
    const page = await (await getDocumentProxy(await invoicePdf({ ...PAPER, language }))).getPage(1)
    const [, , width, height] = page.view
    return [Math.round(width!), Math.round(height!)]
  }
  expect(await sizeOf('en-GB')).toEqual([595, 842])
  expect(await sizeOf('en-US')).toEqual([612, 792])
})

test('names of Europe and Vietnam are written as they are; of other scripts each letter is one mark, and can be heard', async () => {
  expect(await textOf(soldTo('Łukasz Nguyễn Þórbergur Şükrü'))).toContain('Łukasz Nguyễn Þórbergur Şükrü')
  const file = await invoicePdf(soldTo('王芳 Fang'))
  const document = await getDocumentProxy(file)
  expect((await extractText(document, { mergePages: true })).text).toContain('?? Fang')
  expect(JSON.stringify(await (await document.getPage(1)).getStructTree())).toContain('王芳 Fang')
})

test('nothing that people type breaks it', { timeout: 60_000 }, async () => {
  const naughty = createRequire(import.meta.url)('big-list-of-naughty-strings') as string[]
  const lines = naughty.map((what) => ({ what, notes: [], before: null, amount: '£1.00' }))
  const document = await getDocumentProxy(await invoicePdf({ ...PAPER, table: { ...PAPER.table, lines } }))
  const { text } = await extractText(document, { mergePages: true })
  expect(text.match(/£1\.00/g)?.length).toBe(naughty.length)
})

test('twenty sessions and a word wider than the page take as many pages as they need, and nothing falls off', async () => {
  const lines = Array.from({ length: 40 }, (_, index) => ({
    what: `Session ${index + 1}`,
    notes: ['x'.repeat(200)],
    before: null,
    amount: `£${index + 1}.00`,
  }))
  const document = await getDocumentProxy(await invoicePdf({ ...PAPER, table: { ...PAPER.table, lines } }))
  expect(document.numPages).toBeGreaterThan(1)
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent()
    for (const item of items) {
      if (!('transform' in item) || item.str.trim() === '') continue
      const [left, bottom] = [item.transform[4] as number, item.transform[5] as number]
      expect(bottom).toBeGreaterThan(30)
      expect(left + item.width).toBeLessThanOrEqual(page.view[2]! - 50)
    }
  }
  const { text } = await extractText(document, { mergePages: true })
  for (const { amount } of lines) expect(text).toContain(amount)
})
