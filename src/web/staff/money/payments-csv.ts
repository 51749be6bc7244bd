import { listPayments, type ListedPayment, type PaymentFilters } from '#domain/bookings/list-payments.ts'
import { methodWord, paymentStateWord } from '#messages/staff-money.ts'
import { paymentWords } from '#messages/staff-payments.ts'
import { CSV_MARK, csvRow } from '#platform/csv.ts'
import { spellReference } from '#platform/ids.ts'
import { typedOfMinor } from '../settings/typed-money.ts'
import type { StaffContext } from '../staff-env.ts'
import { paymentsAsked } from './payment-filters.ts'

/** A file longer than this is nothing that anybody opens; the filters make shorter ones. */
export const MOST_IN_FILE = 20_000

const PER_READ = 500

/** GET: the payments of a view as a file, page by page, so that a long one never stands in memory as a whole. */
export function paymentsCsv(c: StaffContext): Response {
  const { filters } = paymentsAsked(c, c.var.viewer.zone)
  return new Response(streamOf(rowsOf(c, filters)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="payments-${localDay(c)}.csv"`,
      'cache-control': 'no-store',
    },
  })
}

// The next page is read when the last one was taken, and not at all when somebody stops the download.
function streamOf(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await texts.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await texts.return(undefined)
    },
  })
}

async function* rowsOf(c: StaffContext, filters: PaymentFilters): AsyncGenerator<string> {
  const { deps, scope, locale } = c.var
  yield CSV_MARK + csvRow(paymentWords(locale).columns)
  let after: string | null = null
  for (let written = 0; written < MOST_IN_FILE; written += PER_READ) {
    const page: Awaited<ReturnType<typeof listPayments>> = await listPayments(deps.context.reader, scope, {
      ...filters,
      after,
      take: PER_READ,
    })
    yield page.payments.map((payment) => csvRow(cellsOf(c, payment))).join('')
    if (page.next === null) return
    after = page.next
  }
}

function cellsOf(c: StaffContext, payment: ListedPayment): string[] {
  const figure = (minor: bigint) => typedOfMinor(minor, payment.currency)
  return [
    payment.id,
    clockOf(c, payment.createdAt),
    payment.customerName,
    spellReference(payment.bookingReference),
    paymentStateWord(payment.state, payment.purpose),
    methodWord(payment),
    payment.provider,
    figure(payment.amountMinor),
    figure(payment.capturedMinor),
    figure(payment.refundedMinor),
    payment.currency,
    payment.reference,
    payment.providerReference ?? '',
    payment.recordedBy ?? '',
    payment.decidedBy ?? '',
    payment.settledAt ? clockOf(c, payment.settledAt) : '',
  ]
}

// As spreadsheets read a time, in the viewer's zone like every page.
function clockOf(c: StaffContext, at: Temporal.Instant): string {
  const local = at.toZonedDateTimeISO(c.var.viewer.zone).toPlainDateTime()
  return local.toString({ smallestUnit: 'second' }).replace('T', ' ')
}

function localDay(c: StaffContext): string {
  return c.var.viewer.now.toZonedDateTimeISO(c.var.viewer.zone).toPlainDate().toString()
}
