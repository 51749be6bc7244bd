import { longDate } from './dates.ts'
import { invoiceWords, type FeeLineKind, type PaperKind } from './invoice.ts'
import type { Locale } from './locale.ts'
import { money } from './money.ts'

/**
 * An invoice or a credit note in words, ready to be drawn: the page, the PDF and the mail draw the same value, so they
 * cannot differ. Strings and numbers only.
 */
export interface InvoicePaper {
  language: Locale
  /** "Invoice INV-0007". */
  title: string
  /** Who made it, for the file's own data. */
  author: string
  /** Milliseconds since 1970: the file's dates, so that the same paper is the same file. */
  issuedAtMs: number
  /** Said above everything else, such as that it is void. */
  notice: string | null
  seller: { label: string; lines: string[] }
  buyer: { label: string; lines: string[] }
  facts: { term: string; detail: string }[]
  table: { caption: string; what: string; amount: string; lines: PaperLine[] }
  taxes: PaperSum[]
  total: PaperSum
  /** Paid, given back; empty on credit notes. */
  movements: PaperSum[]
  balance: PaperSum | null
  thanks: string
}

export interface PaperLine {
  what: string
  /** When the session is, or why the amount changed. */
  notes: string[]
  /** What was asked at first, shown struck; null where that is what is asked now. */
  before: string | null
  amount: string
}

export interface PaperSum {
  label: string
  amount: string
}

/** What the words are made from; `Invoice` of the domain fits as it is. */
export interface PaperSource {
  kind: PaperKind
  number: string
  booking: { reference: string; eventTypeName: string }
  organization: { name: string; zone: string }
  seller: string
  buyer: { name: string; email: string }
  thanks: string
  issuedAt: Temporal.Instant
  dueAt: Temporal.Instant | null
  voidedAt: Temporal.Instant | null
  currency: string
  lines: readonly LineSource[]
  totalMinor: bigint
  taxes: readonly { basisPoints: number; netMinor: bigint; taxMinor: bigint }[]
  movements: readonly {
    kind: 'payment' | 'refund' | 'credit'
    at: Temporal.Instant
    minor: bigint
    method: string | null
    state: string | null
    card: { last4: string } | null
  }[]
  balanceMinor: bigint
  corrects: { number: string } | null
  creditNotes: readonly { number: string }[]
}

interface LineSource {
  kind: FeeLineKind | 'session' | 'discount'
  sessionId: string | null
  session: { startsAt: Temporal.Instant; zone: string } | null
  label: string
  amountMinor: bigint
  payableMinor: bigint
}

/** Puts a paper into words. Pure; the reference is spelled by the caller, who knows how. */
export function invoicePaper(source: PaperSource, reference: string, locale: Locale): InvoicePaper {
  const words = invoiceWords(locale)
  const { zone } = source.organization
  const show = (minor: bigint) => money(minor, source.currency, locale)
  return {
    language: locale,
    title: words.title(source.kind, source.number),
    author: source.organization.name,
    issuedAtMs: source.issuedAt.epochMilliseconds,
    notice: source.voidedAt && words.voided(source.voidedAt, zone),
    seller: { label: words.seller, lines: linesOf(source.seller) },
    buyer: { label: words.buyer, lines: [source.buyer.name, source.buyer.email].filter(Boolean) },
    facts: factsOf(source, reference, locale),
    table: {
      caption: words.lines,
      what: words.what,
      amount: words.amount,
      lines: source.lines.map((line) => lineOf(source, line, locale)),
    },
    taxes: source.taxes.map(({ basisPoints, netMinor, taxMinor }) => ({
      label: words.taxed(rate(basisPoints, locale), show(netMinor)),
      amount: show(taxMinor),
    })),
    total: { label: words.total[source.kind], amount: show(source.totalMinor) },
    movements: source.movements.map((movement) => movementOf(source, movement, locale)),
    balance: balanceOf(source, locale),
    thanks: source.kind === 'invoice' ? source.thanks : '',
  }
}

function factsOf(source: PaperSource, reference: string, locale: Locale): InvoicePaper['facts'] {
  const words = invoiceWords(locale)
  const day = (at: Temporal.Instant) => longDate(at, source.organization.zone, locale)
  const asksUntil = source.voidedAt || source.balanceMinor <= 0n ? null : source.dueAt
  return [
    { term: words.number, detail: source.number },
    { term: words.issued, detail: day(source.issuedAt) },
    ...(asksUntil ? [{ term: words.due, detail: day(asksUntil) }] : []),
    { term: words.booking, detail: reference },
    ...(source.corrects ? [{ term: words.corrects, detail: source.corrects.number }] : []),
    ...(source.creditNotes.length > 0
      ? [{ term: words.correctedBy, detail: source.creditNotes.map((note) => note.number).join(', ') }]
      : []),
  ]
}

function lineOf(source: PaperSource, line: LineSource, locale: Locale): PaperLine {
  const words = invoiceWords(locale)
  const show = (minor: bigint) => money(minor, source.currency, locale)
  const isChanged = line.payableMinor !== line.amountMinor
  const isCanceled = isChanged && line.kind === 'session' && !source.voidedAt
  const when = line.session ? words.forSession(line.session.startsAt, line.session.zone) : null
  return {
    what: nameOf(source, line, locale),
    notes: [...(when ? [when] : []), ...(isCanceled ? [words.canceled] : [])],
    before: isChanged ? show(line.amountMinor) : null,
    amount: show(line.payableMinor),
  }
}

function nameOf(source: PaperSource, line: LineSource, locale: Locale): string {
  const words = invoiceWords(locale)
  if (line.kind === 'discount') return words.discount(line.label)
  if (line.kind !== 'session') return line.label || words.fee(line.kind)
  const sessions = source.lines.filter((entry) => entry.kind === 'session')
  // A credit note lists some of the sessions, so a number there would mean another one than on the invoice.
  const isWhole = source.kind === 'invoice' && sessions.length > 1
  const which = isWhole ? { position: sessions.indexOf(line) + 1, count: sessions.length } : null
  return words.session(source.booking.eventTypeName, which)
}

function movementOf(
  source: PaperSource,
  movement: PaperSource['movements'][number],
  locale: Locale,
): PaperSum {
  const words = invoiceWords(locale)
  const { zone } = source.organization
  const { kind, at, method, state, card } = movement
  const label =
    kind === 'payment'
      ? words.paid(method, card?.last4 ?? null, at, zone)
      : kind === 'refund'
        ? words.refund(state, at, zone)
        : words.credit(at, zone)
  return { label, amount: money(-movement.minor, source.currency, locale) }
}

function balanceOf(source: PaperSource, locale: Locale): PaperSum | null {
  if (source.kind === 'credit_note' || source.voidedAt) return null
  const { balance } = invoiceWords(locale)
  const over = source.balanceMinor < 0n
  return {
    label: over ? balance.over : balance.owed,
    amount: money(over ? -source.balanceMinor : source.balanceMinor, source.currency, locale),
  }
}

/** "20%", "7.7%". */
function rate(basisPoints: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(
    basisPoints / 10_000,
  )
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}
