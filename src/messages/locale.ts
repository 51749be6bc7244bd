/** Languages that Kept speaks. Every sentence exists for each of them, or the program does not compile. */
export const LOCALES = ['en-GB', 'en-US'] as const

export type Locale = (typeof LOCALES)[number]

/** The nearest language we speak to what a browser or a row asks for. */
export function localeOf(wanted: string | null | undefined): Locale {
  const tags = (wanted ?? '').split(',').map((tag) => tag.split(';')[0]!.trim().toLowerCase())
  for (const tag of tags) {
    if (tag === 'en-us') return 'en-US'
    if (tag.startsWith('en')) return 'en-GB'
  }
  return 'en-GB'
}

/** The reader's spelling of words that differ: `spell('en-US', 'cancelled')` is "canceled". */
export function spell(
  locale: Locale,
  british: 'cancelled' | 'Cancelled' | 'cancelling' | 'Cancelling' | 'cancellation' | 'Cancellation',
): string {
  return locale === 'en-US' ? british.replace(/celle/, 'cele').replace(/celli/, 'celi') : british
}

/** "1 session", "3 sessions". */
export function count(number: number, one: string, many: string): string {
  return `${grouped.format(number)} ${number === 1 ? one : many}`
}

/** "Dana", "Dana and Omar", "Dana, Omar and Wei". */
export function listOf(names: readonly string[], locale: Locale): string {
  return conjunctions[locale].format(names)
}

/** "Dana", "Dana or Omar", "Dana, Omar or Wei". */
export function eitherOf(names: readonly string[], locale: Locale): string {
  return disjunctions[locale].format(names)
}

// Made once: making one takes longer than a page of sentences.
const grouped = new Intl.NumberFormat('en-GB')
const listsOf = (type: 'conjunction' | 'disjunction') => ({
  'en-GB': new Intl.ListFormat('en-GB', { type }),
  'en-US': new Intl.ListFormat('en-US', { type }),
})
const conjunctions = listsOf('conjunction')
const disjunctions = listsOf('disjunction')
