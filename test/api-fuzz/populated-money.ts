import { payTestPayment } from '#integrations/payments/fake/test-bank.ts'
import { openPaymentProviders } from '#integrations/payments/index.ts'
import type { Context, Outcome } from '#platform/context.ts'
import { customerThrough } from '#domain/access/scope.ts'
import { book } from '#domain/bookings/book.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { recordPayment } from '#domain/bookings/record-payment.ts'
import { requestRefund } from '#domain/bookings/request-refund.ts'
import { settlePayment } from '#domain/bookings/settle-payment.ts'
import { startPayment } from '#domain/bookings/start-payment.ts'
import { saveDiscountCode } from '#domain/event-types/discount-codes.ts'
import { saveEventType } from '#domain/event-types/save-event-type.ts'
import { savePaymentAccount } from '#domain/money/payment-accounts.ts'
import type { PaymentProviders } from '#domain/money/payment-provider.ts'
import { loadFinancialSettings, saveFinancialSettings } from '#domain/organizations/financial-settings.ts'
import type { PaymentTerms } from '#domain/organizations/payment-terms.ts'
import { FIRST_START, PANEL } from '../world.ts'
import type { makeBusiness } from '../world-business.ts'

type Business = Awaited<ReturnType<typeof makeBusiness>>

/**
 * Money in every state that an id of it can have: a booking that is held, one that is paid, payments that wait, refunds
 * that wait and that were approved, a fee that was asked about, invoices, a discount code.
 */
export async function addMoney(context: Context, business: Business): Promise<void> {
  const { alva, bo } = business
  const providers = openPaymentProviders({ db: context.db, publicUrl: 'http://kept.test' })
  must(await savePaymentAccount(context, alva, { provider: 'fake', secrets: {} }, providers))
  const {
    currency: _currency,
    provider: _provider,
    ...stored
  } = await loadFinancialSettings(context.db, alva)
  await saveFinancialSettings(context, alva, {
    ...stored,
    cancellationFeeMinor: 500n,
    cancellationFeeWindowMinutes: 525_600,
    customerCancellationFee: 'ask_staff',
  })
  must(
    await saveDiscountCode(context, alva, null, {
      code: 'WELCOME-10',
      amount: { kind: 'percent', percent: 10 },
      eventTypeId: null,
      validFrom: null,
      validUntil: null,
      mostUses: null,
      active: true,
    }),
  )
  const visit = await addEventType(context, business, 'repair', { kind: 'pay_at_venue' })
  const online = await addEventType(context, business, 'online', { kind: 'full' })
  const onFile = await addEventType(context, business, 'on-file', { kind: 'card_on_file' })
  const [paid, waiting, canceled] = [
    await bookOne(context, business, visit, 0),
    await bookOne(context, business, visit, 1),
    await bookOne(context, business, visit, 2),
  ]
  await bookOne(context, business, online, 3)
  const [cleared, withCard] = [
    await bookOne(context, business, online, 4),
    await bookOne(context, business, onFile, 5),
  ]
  for (let index = 6; index < 9; index += 1) await bookOne(context, business, visit, index)
  const byCard = await payOnline(context, business, providers, cleared)
  await payOnline(context, business, providers, withCard)
  const cash = { method: 'cash' as const, amountMinor: 5400n, reference: '' }
  const whole = must(await recordPayment(context, alva, paid, cash))
  must(await recordPayment(context, bo, waiting, cash))
  must(await recordPayment(context, alva, canceled, cash))
  const back = { amountMinor: 100n, reference: '', reason: 'Too cold.' }
  const inCash = { ...back, paymentId: whole.paymentId, way: 'outside' as const }
  must(await requestRefund(context, bo, paid, inCash))
  for (let index = 0; index < 4; index += 1) must(await requestRefund(context, alva, paid, inCash))
  must(await requestRefund(context, alva, cleared, { ...back, paymentId: byCard, way: 'provider' }))
  await cancelAsCustomer(context, business, canceled)
}

async function addEventType(
  context: Context,
  { scope, orgId, pageId, bo }: Business,
  slug: string,
  paymentTerms: PaymentTerms,
): Promise<string> {
  const { eventTypeId } = must(
    await saveEventType(context, scope, null, {
      ...PANEL,
      slug,
      name: slug,
      hostRule: 'one',
      seats: [{ role: 'primary', label: '', candidates: [bo.actor.memberId] }],
      priceMinor: 6000n,
      paymentMode: 'price_collected',
      paymentTerms,
    }),
  )
  await context.db
    .insertInto('booking_page_event_types')
    .values({ org_id: orgId, page_id: pageId, event_type_id: eventTypeId, position: slug.length })
    .execute()
  return eventTypeId
}

async function bookOne(
  context: Context,
  { scope, pageId }: Business,
  eventTypeId: string,
  index: number,
): Promise<string> {
  const name = `Payer ${index}`
  const { bookingId } = must(
    await book(context, scope, {
      pageId,
      eventTypeId,
      // Wednesday of the third week, where nobody is busy.
      starts: [FIRST_START.add({ hours: 24 * 13 - 4, minutes: 30 * index })],
      customer: {
        name,
        email: `payer.${index}@mail.example`,
        phone: '',
        zone: 'Europe/London',
        locale: 'en-GB',
      },
      guests: [],
      answers: [],
      discountCode: 'WELCOME-10',
      requestKey: `payer ${index}`,
      channel: 'booking_page',
    }),
  )
  return bookingId
}

async function payOnline(
  context: Context,
  { alva, orgId }: Business,
  providers: PaymentProviders,
  bookingId: string,
): Promise<string> {
  const customer = customerThrough(alva, bookingId)
  const what = { kind: 'booking' as const }
  const opened = must(
    await startPayment(context, providers, customer, what, (id) => `http://kept.test/${id}`),
  )
  await payTestPayment(context.db, opened.payUrl.split('/').at(-1)!)
  await settlePayment(context, providers, orgId, opened.payment)
  return opened.payment
}

async function cancelAsCustomer(
  context: Context,
  { alva, scope }: Business,
  bookingId: string,
): Promise<void> {
  const { sessions } = (await loadBooking(context.db, scope, bookingId))!
  const asked = { bookingId, cancel: [sessions[0]!.id], reschedule: [], channel: 'mail_link' as const }
  const customer = customerThrough(alva, bookingId)
  const quote = must(await quoteChange(context.db, customer, asked))
  must(await commitChange(context, customer, quote, {}))
}

function must<T>(outcome: Outcome<T, { code: string }>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal))
  return outcome.value
}
