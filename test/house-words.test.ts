import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { happened } from '#messages/staff-activity.ts'
import { phrasesOf } from './phrases.ts'
import { filesIn, isTest, nodesOf, placeOf } from './source-files.ts'

/*
 * How Kept talks to people (STYLE.md, Words).
 * Seen to fail when "Unfortunately this slot is gone!" was planted in src/messages/frame.ts, and when a page of
 * src/web got a paragraph of its own.
 */

const LONGEST_SENTENCE_WORDS = 20

const BANNED =
  /\b(oops|unfortunately|regrets?|regrettably|are you sure|invalid|please note|click here|N\/A)\b/i

const messages = filesIn(['src/messages'], ['.ts', '.tsx']).filter(({ path }) => !isTest(path))
const phrases = messages.flatMap(phrasesOf)

describe('what people read', () => {
  test('is found at all', () => {
    expect(phrases.length).toBeGreaterThan(50)
  })

  test('uses no word that blames, hedges or shouts', () => {
    const wrong = phrases.filter(({ text }) => BANNED.test(text) || /!(\s|$)/.test(text))
    expect(wrong.map(({ place, text }) => `${place} ${text}`)).toEqual([])
  })

  test(`has at most ${LONGEST_SENTENCE_WORDS} words a sentence`, () => {
    const long = phrases.flatMap(({ place, text }) =>
      text
        .split(/[.?:;](?:\s|$)|\n/)
        .map((sentence) => ({
          place,
          sentence,
          words: sentence.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word)).length,
        }))
        .filter(({ words }) => words > LONGEST_SENTENCE_WORDS),
    )
    expect(long).toEqual([])
  })
})

// Seen to fail when the sentence of session.no_show was taken away.
test('every fact about a booking has a sentence of its own in the activity stream', () => {
  const kinds = [
    ...readFileSync('src/domain/facts/fact.ts', 'utf8').matchAll(
      /^ {2}'((?:booking|session|link|delivery)\.\w+|policy\.refused)'/gm,
    ),
  ]
  expect(kinds.length).toBeGreaterThan(8)
  const doer = { kind: 'customer' as const, name: null }
  const unknown = happened('no.such_fact', doer, 'en-GB')
  const silent = kinds
    .map(([, kind]) => kind!)
    .filter((kind) => kind !== 'booking.changed' && happened(kind, doer, 'en-GB') === unknown)
  expect(silent).toEqual([])
})

test('pages, parts, mails and domain hold no words of their own: everything people read stands in src/messages', () => {
  // The gallery shows every part with sample words, and the business's own name for the product is no sentence.
  const files = filesIn(['src/web', 'src/ui', 'src/integrations', 'src/jobs'], ['.tsx']).filter(
    ({ path }) => !isTest(path) && !/\/gallery/.test(path),
  )
  const own = files.flatMap((file) =>
    nodesOf(file).flatMap(({ node }) => {
      const text = node.type === 'JSXText' ? String(node['value']).replaceAll(/&\w+;/g, ' ').trim() : ''
      return /\p{L}{2,}/u.test(text) ? [`${placeOf(file, node)} ${text}`] : []
    }),
  )
  expect(own).toEqual([])
})
