import { describe, expect, test } from 'vitest'
import { phrasesOf } from './phrases.ts'
import { filesIn, isTest } from './source-files.ts'

/*
 * How hard our sentences are to read (ux T16): the school grade of Flesch and Kincaid, for each file of words. Words are
 * counted as they stand in the code; where a name or a date comes in, one short word stands for it.
 */

const HIGHEST_GRADE = 6
/** The measure means nothing for a few labels. */
const FEWEST_WORDS = 100

// What programmers read names codes, headers and types.
const FOR_PROGRAMMERS = /\/(?:api|mcp|markdown|settings-webhooks|settings-api|settings-embedding)/

const sets = filesIn(['src/messages'], ['.ts'])
  .filter(({ path }) => !isTest(path) && !FOR_PROGRAMMERS.test(path))
  .map((file) => ({ path: file.path, sentences: phrasesOf(file).flatMap(({ text }) => sentencesOf(text)) }))
  .filter(({ sentences }) => sentences.flatMap(wordsOf).length >= FEWEST_WORDS)

describe('what people read is easy', () => {
  test('there are sets to measure', () => expect(sets.length).toBeGreaterThan(10))

  test.each(sets)('$path', ({ sentences }) => {
    expect(gradeOf(sentences)).toBeLessThanOrEqual(HIGHEST_GRADE)
  })
})

test('the measure knows hard from easy', () => {
  expect(gradeOf(['The cat sat on the mat.'])).toBeLessThan(1)
  expect(
    gradeOf(['Notwithstanding the aforementioned provisions, cancellation is irrevocable.']),
  ).toBeGreaterThan(15)
})

/** Sentences only: a label of a few words has no grammar to measure. */
function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.?:])\s+|\n/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[.?]$/.test(sentence) && wordsOf(sentence).length > 2)
}

function gradeOf(sentences: string[]): number {
  const words = sentences.flatMap(wordsOf)
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0)
  return 0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59
}

function wordsOf(sentence: string): string[] {
  return sentence.toLowerCase().match(/[a-z][a-z\u2019']*/g) ?? []
}

// Groups of vowels, without the silent e of "make" and "moved"; good to a few percent over a hundred words.
function syllablesOf(word: string): number {
  const spoken = word
    .replaceAll(/[^a-z]/g, '')
    .replace(/(?<=[^aeiouylt])e[sd]?$|(?<=[lt])e(?:s)?$(?<!le)/, '')
    .replace(/(?<=[^td])ed$/, 'd')
  return Math.max(1, (spoken.match(/[aeiouy]+/g) ?? []).length)
}
