import { clockOrDay, clockTime, minutesInWords } from './dates.ts'
import { listOf, spell, type Locale } from './locale.ts'
import { money } from './money.ts'
import { refundWords, ruleWords, type Sum } from './pay-rules.ts'

/** How money came or goes back, as far as words need it. */
export interface CardInWords {
  provider: string
  method: string
  brand: string
  last4: string
}

/** Everything said around paying: the check before it, the way back from the provider, and where money stands. */
export function payText(locale: Locale) {
  const amount = ({ minor, currency }: Sum) => money(minor, currency, locale)
  return {
    amount,
    check: checkWords(locale),
    back: returnWords(locale),
    lost: lostWords,
    bank: bankWords,
    refund: refundWords(locale),
    rule: ruleWords(locale),
    owe: (sum: Sum) => `You owe ${amount(sum)}`,
    mayBeKept: (sum: Sum) => `Up to ${amount(sum)} may be kept`,

    paymentHeading: 'Payment',
    price: 'Price',
    paid: 'Paid',
    total: 'Total',
    taxWithin: (sum: Sum, rate: string) => `Includes ${amount(sum)} tax (${rate}).`,
    stillToPay: 'Still to pay',
    comesBack: 'Comes back to you',
    wentBack: 'Money back',
    settledBy: (business: string) => `${business} settles it with you.`,
    payNow: (sum: Sum) => `Pay ${amount(sum)} now`,
    invoice: 'Invoice',
    seeInvoice: 'See the invoice',
    cardKept: 'Card on file',
    /** "Visa 4242", "cash", "your credit". */
    means: (card: CardInWords) => meansOf(card),
    paidWith: (means: readonly string[]) => `With ${listOf(means, locale)}.`,

    /** Lines of an invoice, as far as the kind says what they are. */
    lines: {
      discount: 'Discount',
      reschedule_fee: 'Fee for moving',
      cancellation_fee: `Fee for ${spell(locale, 'cancelling')}`,
      call_out_fee: 'Call-out fee',
      no_show_fee: 'Fee for not coming',
      correction: 'Correction',
    } as Record<string, string | undefined>,

    code: 'Discount code',
    codeHint: 'The next page shows the price with it.',
    codeProblem: {
      unknown_code: (code: string) => `Check \u201C${code}\u201D: we do not know this discount code.`,
      code_not_yet_valid: (code: string) =>
        `\u201C${code}\u201D does not count yet. Leave it out, or come back later.`,
      code_expired: (code: string) => `\u201C${code}\u201D has expired. Leave it out, or use another code.`,
      code_used_up: (code: string) => `\u201C${code}\u201D is used up. Leave it out, or use another code.`,
      code_not_for_this: (code: string) =>
        `\u201C${code}\u201D is for something else. Leave it out, or use another code.`,
    },
    creditHere: (sum: Sum) => `You have ${amount(sum)} here. Book with the e-mail address you used before.`,
    creditTitle: 'Your credit pays first',
    bookWithCredit: 'Book with your credit',
    terms: {
      full: 'You pay on the next page.',
      deposit: (sum: Sum) => `You pay ${amount(sum)} on the next page. The rest is due later.`,
      card_on_file: 'You leave a card on the next page. Nothing is charged now.',
      pay_at_venue: 'You pay when you come.',
    },
  }
}

function checkWords(locale: Locale) {
  const amount = ({ minor, currency }: Sum) => money(minor, currency, locale)
  return {
    heading: 'Check and pay',
    headingCard: 'Check and leave a card',
    balanceHeading: (sum: Sum) => `Pay ${amount(sum)}`,
    heldTitle: (until: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `Held for you until ${clockOrDay(until, zone, locale, now)}`,
    approvedTitle: (until: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `Approved. Pay until ${clockOrDay(until, zone, locale, now)}`,
    giveUp: 'Cancel the request',
    heldLine: 'Nobody else can take this time until then.',
    testTitle: 'This is a test. No money moves.',
    testLine: 'The business is trying out its payments.',
    change: 'Change',
    time: 'the time',
    what: 'what you book',
    details: 'your details',
    terms: { what: 'What', when: 'When', where: 'Where', who: 'With', you: 'You', guests: 'Guests' },
    money: 'What it costs',
    discount: (code: string) => `Discount ${code}`,
    tax: (rate: string) => `Tax ${rate}`,
    credit: 'Your credit',
    now: 'To pay now',
    rest: (sum: Sum) => `You pay the rest, ${amount(sum)}, later.`,
    cardFoot: (business: string) => `${business} keeps your card. It is charged only as the policy says.`,
    leaves: 'You pay on the page of the payment provider, then you come back here.',
    leavesCard: 'You leave the card on the page of the payment provider, then you come back here.',
    payAndBook: (sum: Sum) => `Pay ${amount(sum)} and book`,
    cardAndBook: 'Leave a card and book',
    payOnly: (sum: Sum) => `Pay ${amount(sum)}`,
    payAndMove: (sum: Sum) => `Pay ${amount(sum)} and move`,
    busy: 'One moment\u2026',
    later: 'Pay later',
    nothingLost: 'The amount stays open on your booking until it is paid.',
    owedFor: 'What is open',
    moveHold: (minutes: number, until: Temporal.Instant, zone: string) =>
      `This price stands until ${clockTime(until, zone, locale)}. The new time is kept for ${minutesInWords(minutes)} while you pay.`,
    notOnline: 'Nothing can be paid online here now',
    notOnlineLine: (business: string) => `${business} settles the amount with you.`,
    refusedTitle: 'The payment could not begin',
    refusedLine: 'Nothing was paid. Try again, or ask the business.',
    unsureTitle: 'The payment provider did not answer',
    unsureLine: 'We know of no payment. Trying again pays only once.',
    again: 'Try again',
  }
}

function returnWords(locale: Locale) {
  return {
    askTitle: 'We are asking for your payment',
    askLine: 'The payment provider tells us in a moment whether it arrived.',
    check: 'Check now',
    checking: 'Checking\u2026',
    openTitle: 'Not paid yet',
    openLine: 'The payment page is still open, and nothing has arrived.',
    goPay: 'Go to the payment page',
    pendingTitle: 'Your payment is on its way',
    pendingLine: (email: string) => `Your bank has not said yes yet. We will mail you at ${email}.`,
    pendingHeld: 'Your time is kept until then.',
    pendingMove: 'Your booking stays as it is until then.',
    unsureTitle: 'We could not ask just now',
    unsureLine: (email: string) => `We go on asking, and mail you at ${email}.`,
    failedTitle: 'The payment did not go through',
    failedLine: 'Nothing was taken.',
    expiredTitle: 'The payment page has closed',
    expiredLine: 'Nothing was taken.',
    stillHeld: (until: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `Your time is still held until ${clockOrDay(until, zone, locale, now)}.`,
    untouched: (when: string) => `Your booking is untouched. It stays at ${when}.`,
    freeAgain: 'The new time is free for others again.',
    again: 'Try again',
    lateTitle: 'Your payment came too late',
    lateLine: {
      booking: 'The time was no longer held for you, so nothing was booked.',
      card: 'The time was no longer held for you, so nothing was booked.',
      change: 'The new time could no longer be had, so your booking was not moved.',
      balance: 'There was nothing left to pay.',
    },
    notNeededTitle: 'Your booking was moved already',
    notNeededLine: 'It is at the time you chose. This second payment was not needed.',
    lateMoney: 'You get all of it back:',
    bookAgain: 'Choose another time',
    paidTitle: (sum: Sum) => `${money(sum.minor, sum.currency, locale)} is paid`,
    paidLine: 'Thank you. Nothing else is open.',
    seeBooking: 'See or change your booking',
  }
}

const lostWords = {
  title: 'The time went back',
  line: 'It is no longer held for you. Nothing was booked or charged.',
  late: 'If you did pay, we send the money back and mail you.',
  nearest: 'Nearest free times',
  insteadOf: (when: string) => `Instead of ${when}`,
  none: 'There is no free time near it.',
  all: 'See all free times',
  kept: 'What you wrote is kept.',
}

const bankWords = {
  title: 'Test bank',
  banner: 'This is a test. No money moves.',
  bannerLine: 'No card is asked for. Choose what the bank should answer.',
  for: 'For',
  amount: 'Amount',
  nothing: 'Nothing, a card is only left',
  pay: (amount: string) => `Pay ${amount}`,
  leave: 'Leave a test card',
  decline: 'Decline',
  back: 'Go back without paying',
  closedTitle: 'This payment page has closed',
  states: {
    open: 'It no longer takes a payment.',
    paid: 'It was paid.',
    pending: 'It is on its way.',
    declined: 'It was declined.',
    expired: 'It was open for too long.',
  },
  backToShop: 'Go back to the business',
  unknownTitle: 'The test bank does not know this payment',
  unknownLine: 'Open your booking and pay from there.',
  noAnswerTitle: 'The connection broke',
  noAnswerLine: 'This amount stands for a bank that books and then does not answer.',
}

/** "20%", "7.7%", from basis points. */
export function rateText(basisPoints: number, locale: Locale): string {
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(basisPoints / 100)}%`
}

/** "Visa 4242", "Test card 4242", "bank transfer", "your credit". */
function meansOf({ provider, method, brand, last4 }: CardInWords): string {
  if (provider === 'credit') return 'your credit'
  if (last4) return `${brandName(brand)} ${last4}`
  const named: Record<string, string> = {
    cash: 'cash',
    bank_transfer: 'bank transfer',
    cheque: 'cheque',
    card: 'your card',
  }
  return named[method] ?? 'the way you paid'
}

// Providers write brands small.
function brandName(brand: string): string {
  return brand === '' ? 'card' : brand.charAt(0).toUpperCase() + brand.slice(1)
}
