const SESSION = 'ses_0193a2b4c5d67e8f90a1b2c3d4e5f607'
const EVENT_TYPE = 'et_0193a2b4c5d67e8f90a1b2c3d4e5f607'
const PAYMENT = 'pay_0193a2b4c5d67e8f90a1b2c3d4e5f607'
const PAGE = 'pg_0193a2b4c5d67e8f90a1b2c3d4e5f607'
const [ALVA, BO] = ['mem_0193a2b4c5d67e8f90a1b2c3d4e5f607', 'mem_0193a2b4c5d67e8f90a1b2c3d4e5f608']
const CLEO = { name: 'Cleo', email: 'cleo@mail.example', zone: 'Europe/London' }

const untilTheDayBefore = {
  allowed: { kind: 'until', notice_minutes: 1440 },
  reason: 'optional',
  description: { kind: 'system' },
  blocked_message: '',
  grace_minutes: null,
  tiers: [],
}

/** Free until two days before; then half the price is kept, and on the last day all of it. */
const dearerTowardsTheEnd = [
  { from_notice_minutes: 2880, amount: { kind: 'percent', percent: 100 } },
  { from_notice_minutes: 1440, amount: { kind: 'percent', percent: 50 } },
  { from_notice_minutes: 0, amount: { kind: 'percent', percent: 0 } },
]

const morningAndAfternoon = [
  { weekday: 1, from: '09:00', to: '12:30' },
  { weekday: 1, from: '13:30', to: '17:30' },
]

const aWeek = { from: '2026-12-03T00:00:00Z', to: '2026-12-10T00:00:00Z', zone: 'Europe/London' }

/** Parameters that make a question for whoever tries it first, by the operation's name. */
export const QUERY_EXAMPLES: Record<string, Record<string, string>> = {
  listSlots: { event_type: EVENT_TYPE, ...aWeek },
  listPublicSlots: { event_type: 'panel-interview', ...aWeek },
}

/** A request body for each operation that takes one, by the operation's name. */
export const EXAMPLES: Record<string, unknown> = {
  createBooking: {
    event_type: EVENT_TYPE,
    booking_page: PAGE,
    starts: ['2026-12-03T15:00:00Z'],
    customer: CLEO,
  },
  createQuote: {
    cancel: [],
    reschedule: [{ session: SESSION, start: '2026-12-08T15:00:00Z' }],
    actor: 'customer',
  },
  createChange: {
    quote: 'eyJ2IjoxLCJib29raW5nIjoi….c2VhbA',
    reason: 'The candidate is ill.',
    choices: { tell_customer: true },
  },
  createUndo: { quote_id: 'q_5Jd0iBv3oXh2Yk8s' },
  createNewTimeRequest: { sessions: [SESSION], reason: 'The room is under water.' },
  createAsk: {
    kind: 'exception',
    action: 'reschedule',
    sessions: [SESSION],
    wishes: [{ session: SESSION, starts: ['2026-12-08T15:00:00Z'] }],
    reason: 'My daughter is ill.',
  },
  createSuggestion: { starts: ['2026-12-08T15:00:00Z', '2026-12-09T15:00:00Z', '2026-12-10T15:00:00Z'] },
  createAskAnswer: { answer: 'free', reason: 'Get well soon.' },
  createNoShow: { session: SESSION },
  createNoShowReversal: { session: SESSION },
  createFailure: { session: SESSION, reason: 'Nobody could let us in.', fee: { decision: 'accept' } },
  createFailureReversal: { session: SESSION },
  createPayment: { for: 'balance' },
  createManualPayment: { method: 'bank_transfer', amount: 6000, reference: 'Transfer 2217' },
  createCardCharge: { amount: 1500 },
  createPaymentDecision: { decision: 'approve' },
  createRefund: { payment: PAYMENT, amount: 3000, way: 'provider', reason: 'The room was too cold.' },
  createRefundDecision: { decision: 'reject', reason: 'The policy keeps half, as agreed.' },
  createRefundSettlement: { reference: 'Transfer 2301' },
  createFeeDecision: { decision: 'change', amount: 500 },
  createDiscountCode: { code: 'WELCOME-10', amount: { kind: 'percent', percent: 10 }, most_uses: 100 },
  updateDiscountCode: { active: false },
  createPublicBooking: { event_type: 'panel-interview', starts: ['2026-12-03T15:00:00Z'], customer: CLEO },
  updateOrganization: { contact_email: 'hiring@kestrel.example', customers_may_reschedule: true },
  createTeamMember: { name: 'Bo', email: 'bo@kestrel.example', role: 'host', zone: 'Europe/London' },
  updateTeamMember: { title: 'Recruiter', zone: 'Europe/London' },
  replaceTeamMemberHours: { weekly: morningAndAfternoon },
  setTeamMemberOverride: { spans: [{ from: '10:00', to: '14:00' }] },
  createTeamMemberTimeOff: { from: '2026-12-24T00:00:00Z', to: '2026-12-27T00:00:00Z', label: 'Holidays' },
  createResource: { name: 'Room 2', zone: 'Europe/London' },
  replaceResourceHours: { weekly: morningAndAfternoon },
  setResourceOverride: { spans: [{ from: '10:00', to: '14:00' }] },
  createResourceTimeOff: { from: '2026-12-24T00:00:00Z', to: '2026-12-27T00:00:00Z', label: 'Repairs' },
  createEventType: {
    name: 'Panel interview',
    host_rule: 'panel',
    duration_minutes: 45,
    seats: [
      { role: 'primary', label: 'Hiring manager', candidates: [ALVA] },
      { role: 'additional', label: 'Engineering', candidates: [BO] },
    ],
  },
  updateEventType: { duration_minutes: 30 },
  createBookingPage: { title: 'Hiring at Kestrel', slug: 'hiring', event_types: [EVENT_TYPE] },
  updateBookingPage: { title: 'Interviews at Kestrel', active: true },
  createPolicy: {
    name: 'Until the day before',
    rules: { cancel: untilTheDayBefore, reschedule: { ...untilTheDayBefore, limit: null } },
  },
  updatePolicy: { name: 'Until two days before' },
  createPolicyVersion: {
    rules: {
      cancel: { ...untilTheDayBefore, allowed: { kind: 'any_time' }, tiers: dearerTowardsTheEnd },
      reschedule: { ...untilTheDayBefore, limit: 2 },
    },
  },
  createWebhookEndpoint: {
    url: 'https://example.com/kept',
    events: [
      'booking.scheduled',
      'booking.rescheduled',
      'booking.session.rescheduled',
      'booking.canceled',
      'booking.session.canceled',
      'booking.changed',
    ],
  },
  updateWebhookEndpoint: { description: 'Candidates in our CRM', with_links: false },
}
