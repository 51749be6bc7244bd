/** What the states of the demonstration are called, in the order of the customer's journey. */
export const DEMO_STATE_NAMES = {
  P1: 'Booking page: what can be booked',
  P2: 'Booking page: choose a time',
  P3: 'Booking page: your details',
  P5: 'Booked',
  P7: 'Booking page: a panel',
  N1: 'Cancel a panel meeting',
  N2: 'Move a panel meeting',
  M1: 'Cancel, nothing to pay',
  M5: 'Too late to cancel online',
  M6: 'Move: choose a time',
  M7: 'Move: check',
  M8: 'Moved',
  M9: 'Keep',
  M10: 'Just cancelled',
  M11: 'Cancelled some time ago',
  M12: 'Past',
  M14: 'The new time was taken meanwhile',
  M15: 'The same form sent twice',
  M18: 'A link that opens nothing',
  A3: 'Staff: activity stream',
  N3: 'Staff: a panelist sees the cancellation',
  A4: 'Staff: one booking',
  A9: 'Staff: outbox',
} as const

export type DemoStateId = keyof typeof DEMO_STATE_NAMES

/** The list of states. The demonstration is for builders and speaks British English alone. */
export const demoText = {
  title: 'Page states',
  gallery: 'Components',
  apiKey: 'An API key of the sample hiring team',
  apiDocs: 'What programs can do',
  lead: 'Each link makes a fresh booking, brings it into the state through the engine, and opens its live page.',
}
