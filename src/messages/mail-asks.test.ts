import { describe, expect, test } from 'vitest'
import { LOCALES } from './locale.ts'
import { askHeading, askOpening, askSubject, hostCanceledOpening, type AskMailFacts } from './mail-asks.ts'

const KINDS = [
  'requested',
  'request_canceled',
  'asked',
  'answered',
  'expired',
  'restored',
  'new_time_asked',
  'guest_left',
] as const
const ANSWERS = ['approved', 'free', 'fee', 'times', 'new_times', 'no'] as const

const FACTS: AskMailFacts = {
  kind: 'requested',
  reader: 'customer',
  ask: 'booking',
  action: 'book',
  answer: null,
  wasGranted: false,
  when: 'Thu 3 Dec, 12:30pm',
  wanted: 'Fri 4 Dec, 12:30pm',
  times: 3,
  withWhom: 'Dana and 12 others',
  told: 1,
  sessions: 1,
  eventType: 'Panel interview',
  business: 'Harbour Physio',
  customer: 'Cleo Martin',
  by: { kind: 'member', name: 'Dana Okafor' },
  host: 'Dana Okafor',
  guest: 'Gus',
  at: 'Tue 1 Dec, 12:00pm',
  until: 'Wed 2 Dec, 12:30pm',
  fee: '\u00A310.00 (2 \u00D7 \u00A35.00)',
  due: '\u00A340.00',
  hasBegun: false,
  held: true,
  paid: true,
  back: '\u00A340.00',
  credit: '\u00A340.00',
}

/** Every mail there can be, in every form that its facts give it. */
function everyFace(): AskMailFacts[] {
  return KINDS.flatMap((kind) =>
    (['customer', 'guest', 'team'] as const).flatMap((reader) =>
      (['booking', 'move', 'exception'] as const).flatMap((ask) =>
        (kind === 'answered' ? ANSWERS : [null]).flatMap((answer) =>
          [false, true].flatMap((wasGranted) =>
            [1, 2].map((told): AskMailFacts => {
              const action = ask === 'booking' ? 'book' : told === 1 ? 'cancel' : 'reschedule'
              const little = wasGranted
                ? {
                    fee: '',
                    due: '',
                    held: false,
                    paid: false,
                    back: '',
                    credit: '',
                    times: 1,
                    hasBegun: true,
                  }
                : {}
              return { ...FACTS, kind, reader, ask, action, answer, wasGranted, told, sessions: 3, ...little }
            }),
          ),
        ),
      ),
    ),
  )
}

const said = (facts: AskMailFacts, locale: (typeof LOCALES)[number]) => [
  askSubject(facts, locale),
  askHeading(facts, locale),
  ...askOpening(facts, locale),
]

describe.each(LOCALES)('words of mails about asking, %s', (locale) => {
  test('are few, plain, and begin the subject with the fact', () => {
    for (const facts of everyFace()) {
      const lines = said(facts, locale)
      expect(lines[0]!.length, lines[0]).toBeLessThanOrEqual(90)
      for (const line of lines) {
        expect(line).not.toMatch(
          /undefined|\[object|!|oops|unfortunately|regret|are you sure|invalid|please note|N\/A/i,
        )
        expect(line).not.toMatch(/ {2}|\s$|^\s/)
        for (const sentence of line.split(/[.:](?:\s|$)/))
          expect(
            sentence.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word)).length,
            line,
          ).toBeLessThanOrEqual(20)
      }
    }
  })

  test('are spelled as the reader spells them', () => {
    const words = everyFace()
      .flatMap((facts) => said(facts, locale))
      .join('\n')
    expect(words).toMatch(locale === 'en-US' ? /canceled/ : /cancelled/)
    expect(words).not.toMatch(locale === 'en-US' ? /cancelled|cancelling/ : /canceled|canceling/)
  })

  // Seen to fail when a part was called everything.
  test('the host\u2019s apology says all or how much comes back, and nothing where nothing does', () => {
    const facts = {
      who: 'Dana',
      back: '\u00A340.00',
      isAll: true,
      asksToRebook: false,
      byWish: false,
      at: 'x',
    }
    const one = (more: Partial<typeof facts>) => hostCanceledOpening({ ...facts, ...more }, locale).join(' ')
    expect(one({})).toBe('Dana had to cancel. We are sorry. You get everything back: \u00A340.00.')
    expect(one({ isAll: false })).toBe('Dana had to cancel. We are sorry. You get \u00A340.00 back.')
    expect(one({ back: '' })).toBe('Dana had to cancel. We are sorry.')
    expect(one({ byWish: true })).not.toContain('sorry')
  })
})
