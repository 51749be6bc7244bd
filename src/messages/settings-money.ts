import { minutesInWords } from './dates.ts'
import { count, listOf, spell, type Locale } from './locale.ts'
import { money } from './money.ts'

/** A percentage or an amount in minor units (the shape of TierAmount). */
export type ShareInWords = { kind: 'percent'; percent: number } | { kind: 'amount'; minor: string }

/** The shape of PaymentTerms. */
export type TermsInWords =
  | { kind: 'full' | 'card_on_file' | 'pay_at_venue' }
  | { kind: 'deposit'; amount: ShareInWords }

/** How an amount is typed: "40" or "40.00"; one of them where the currency has nothing after the point. */
export function amountExample(amount: number, currency: string): string {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  return digits === 0 ? String(amount) : `${amount} or ${amount.toFixed(digits)}`
}

/** "20%" or "£20.00". */
export function shareInWords(share: ShareInWords, currency: string, locale: Locale): string {
  return share.kind === 'percent' ? `${share.percent}%` : money(BigInt(share.minor), currency, locale)
}

/** "a deposit of 20% when booking". */
export function termsInWords(terms: TermsInWords, currency: string, locale: Locale): string {
  switch (terms.kind) {
    case 'full':
      return 'all of it when booking'
    case 'deposit':
      return `a deposit of ${shareInWords(terms.amount, currency, locale)} when booking`
    case 'card_on_file':
      return 'a card is left when booking'
    case 'pay_at_venue':
      return 'at the venue'
  }
}

/** Payment terms and tax, for the organization and for event types. */
export function termsWords(_locale: Locale) {
  return {
    when: 'When a collected price is paid',
    asOrganization: 'As the organization',
    asOrganizationNow: (terms: string) => `Now: ${terms}.`,
    terms: {
      full: 'All of it when booking',
      deposit: 'A deposit when booking',
      card_on_file: 'A card is left, nothing is paid',
      pay_at_venue: 'At the venue',
    },
    termsHints: {
      full: 'The time is the customer’s once it is paid.',
      deposit: 'The rest is due later.',
      card_on_file: 'Your team can charge the card afterwards.',
      pay_at_venue: 'No online provider is needed.',
    },
    deposit: 'Deposit',
    kind: (label: string) => `${label} as`,
    howMuch: (label: string) => `${label}, how much`,
    kinds: { percent: 'a part of the price', amount: 'an amount' },
    shareHint: (currency: string) =>
      `Percent from 1 to 100, or ${currency} such as ${amountExample(20, currency)}.`,
    tax: 'Tax',
    ownTax: 'A rate of its own',
    taxRate: 'Tax rate',
    taxRateHint: 'Such as 20 or 8.25. Empty means no tax.',
    taxInclusive: 'Prices are named',
    inclusive: 'with the tax in them',
    inclusiveHint: 'Customers pay the price they see.',
    exclusive: 'without the tax',
    exclusiveHint: 'The tax is added and shown before they pay.',
  }
}

/** The financial settings. */
export function financialWords(locale: Locale) {
  const late = `Fee for a late ${spell(locale, 'cancellation')}`
  return {
    title: 'Financial settings',
    lead: 'How you are paid. Bookings keep the terms and the tax under which they were made.',
    saved: 'The financial settings are saved',
    submit: 'Save financial settings',
    termsHeading: 'Payment terms',
    termsLine: 'For event types whose price is collected. Each can have terms of its own.',
    noProvider: 'No online provider is connected. Until one is, these prices are paid at the venue.',
    needApproval: 'Payments written down by hand wait for approval',
    needApprovalHint: 'On: somebody who may approve payments decides. Off: they count at once.',
    taxHeading: 'Tax and fees',
    feeTax: 'Tax rate of fees',
    feeTaxHint: 'Fees are named with this tax in them. Empty means no tax.',
    lateFee: late,
    lateFeeHint: (currency: string) =>
      `In ${currency}, such as ${amountExample(20, currency)}. Empty means no fee. Policies with rows of their own go before it.`,
    lateWindow: 'Late begins this long before the start',
    lateCustomers: 'When customers cancel late themselves',
    lateChoices: {
      off: 'No fee',
      ask_staff: 'Your team is asked',
      automatic: 'The fee is charged',
    },
    lateHints: {
      off: 'Your team is still asked when it cancels late.',
      ask_staff: 'Customers read that a fee may follow.',
      automatic: 'Customers see the amount before they confirm.',
    },
    callOutFee: 'Call-out fee',
    callOutHint: (currency: string) =>
      `In ${currency}. Suggested when your team came and could not start. Empty means no fee.`,
    noShowFee: 'No-show fee',
    noShowHint: (currency: string) =>
      `In ${currency}. Suggested when the customer did not come. Empty means no fee.`,
    refundsHeading: 'Refunds',
    refunds: 'When the policy gives money back',
    refundChoices: {
      none: 'Nothing follows',
      manual: 'A refund is requested',
      automatic: 'A refund is approved',
    },
    refundHints: {
      none: 'Your team adds refunds itself.',
      manual: 'It waits in the refund queue until somebody approves it.',
      automatic: 'It goes to the provider without anybody’s decision.',
    },
    invoicesHeading: 'Invoices',
    prefix: 'Beginning of the number',
    prefixHint: 'Such as INV- for INV-1. Invoices that exist keep theirs.',
    dueDays: 'Days until payment is due',
    seller: 'Who sells',
    sellerHint: 'Name, address and tax number. Left empty, the name of the organization stands there.',
    thanks: 'Words at the end',
    thanksHint: 'One line, such as Thank you for your visit.',
    providersHeading: 'Providers',
    connected: (name: string) => `Prices are collected through ${name}.`,
    toProviders: 'Providers',
    codesHeading: 'Discount codes',
    codesLine: 'Codes that customers type when they book.',
    toCodes: 'Discount codes',
    check: 'Worth a second look',
    checkLine: 'Your late fee and your policies do not go together everywhere. You decide.',
    ownRows: (policy: string, eventTypes: readonly string[]) =>
      `${policy} says itself what is given back. The late fee does not apply to ${listOf(eventTypes, locale)}.`,
    unreachable: (policy: string, noticeMinutes: number | null, eventTypes: readonly string[]) =>
      `${
        noticeMinutes === null
          ? `Under ${policy} customers cannot cancel online.`
          : `Under ${policy} ${spell(locale, 'cancelling')} closes ${minutesInWords(noticeMinutes)} before.`
      } Customers never reach the late fee of ${listOf(eventTypes, locale)}.`,
  }
}

/** Providers through which money is collected. */
export function providerWords(_locale: Locale) {
  return {
    title: 'Providers',
    lead: 'One provider collects at a time. What was paid through another one still settles there.',
    back: 'Financial settings',
    saved: 'The provider is saved',
    names: { fake: 'Test provider', stripe: 'Stripe' } as Record<string, string>,
    about: {
      fake: 'For trying things out. Nobody is charged, and nothing is ever paid out.',
      stripe: 'Customers pay on a page of Stripe. Card numbers never reach this installation.',
    } as Record<string, string>,
    states: { active: 'Collecting', off: 'Off', none: 'Not connected' },
    testMode: 'Test mode',
    noMoney: 'No money is moved here',
    noMoneyLine: 'What customers pay through it is made up. Use it for trials only.',
    unreadable: 'Type the keys again',
    unreadableLine: 'They were saved under another secret of this installation and cannot be read.',
    secrets: { secretKey: 'Secret key', webhookSecret: 'Webhook signing secret' } as Record<string, string>,
    secretHints: {
      secretKey: 'From the developers’ part of your Stripe account. It begins with sk_ or rk_.',
      webhookSecret: 'It begins with whsec_. Without it, forged events could not be told from real ones.',
    } as Record<string, string>,
    eventsAddress: 'Address for its events',
    eventsAddressHint:
      'Add it to the webhooks of your account: checkout, payment, charge, refund and dispute.',
    ending: (ending: string) => `Saved, ending in ${ending}. Leave it empty to keep it.`,
    sameAccount: 'Stay in the same account: payments of another one could no longer be refunded from here.',
    connect: (name: string) => `Connect ${name}`,
    save: (name: string) => `Save ${name}`,
    use: (name: string) => `Collect through ${name}`,
    connecting: 'Connecting…',
    switchOff: (name: string) => `Switch ${name} off`,
    switchOffLine: 'No new payments are asked for through it. Payments and refunds under way still finish.',
    switchingOff: 'Switching off…',
  }
}

/** Discount codes. */
export function discountWords(_locale: Locale) {
  return {
    title: 'Discount codes',
    lead: 'Customers type a code when they book. Bookings keep the discount they were made with.',
    back: 'Discount codes',
    backToMoney: 'Financial settings',
    add: 'Add a discount code',
    newTitle: 'Add a discount code',
    none: 'No discount codes yet',
    noneLine: 'Add one to give some customers a lower price.',
    saved: 'The discount code is saved',
    submitNew: 'Add discount code',
    submit: 'Save discount code',
    columns: {
      code: 'Code',
      discount: 'Discount',
      what: 'For',
      valid: 'Valid',
      uses: 'Used',
      state: 'State',
    },
    everything: 'Every event type',
    code: 'Code',
    codeHint: 'From 3 to 30 letters, digits and hyphens, such as SPRING-10. Capitals make no difference.',
    discount: 'Discount',
    eventType: 'For',
    eventTypeHint: 'Prices of other event types stay as they are.',
    from: 'First day',
    until: 'Last day',
    dateHint: (zone: string) => `A date such as 2026-12-03, in the time of ${zone}. Empty means no limit.`,
    mostUses: 'How often it may be used',
    mostUsesHint: 'Counted in bookings. Empty means no limit.',
    usedSoFar: (uses: number) => `It was used in ${count(uses, 'booking', 'bookings')}.`,
    uses: (uses: number, most: number | null) => (most === null ? `${uses}` : `${uses} of ${most}`),
    always: 'Always',
    span: (from: string | null, until: string | null) =>
      from && until ? `${from} to ${until}` : from ? `From ${from}` : `Until ${until}`,
    switchOff: 'Switch the code off',
    switchOffLine: 'Nobody can use it any more. You can switch it on again.',
    switchOn: 'Switch the code on',
    switchOnLine: 'It is off: customers who type it read that it is unknown.',
  }
}
