/** A named act on a noun. `.own` is limited to bookings one hosts or whose page one owns. */
export const PERMISSIONS = [
  'booking.view.own',
  'booking.view.all',
  'booking.change.own',
  'booking.change.all',
  'booking.no_show.own',
  'booking.no_show.all',
  'delivery.view',
  'delivery.resend',
  'organization.edit',
  'team.edit',
  'hours.edit.own',
  'event_type.edit',
  'page.edit',
  'policy.edit',
  'payment.view',
  /** Writes down money that came another way. */
  'payment.record',
  'payment.approve',
  'refund.request',
  'refund.approve',
  'invoice.edit',
  'fee.waive',
  /** How the business is paid: terms, tax, fees, providers, discount codes. */
  'money.edit',
  /** API keys, webhooks and sites that may show booking pages. */
  'integration.edit',
] as const

export type Permission = (typeof PERMISSIONS)[number]

const HOST: Permission[] = [
  'booking.view.own',
  'booking.change.own',
  'booking.no_show.own',
  'hours.edit.own',
  'payment.record',
  'refund.request',
]
const DISPATCHER: Permission[] = [
  ...HOST,
  'booking.view.all',
  'booking.change.all',
  'booking.no_show.all',
  'delivery.view',
  'delivery.resend',
  'payment.view',
]
const BOOKS: Permission[] = [
  'payment.view',
  'payment.record',
  'payment.approve',
  'refund.request',
  'refund.approve',
  'invoice.edit',
  'fee.waive',
]
const MANAGER: Permission[] = [
  ...new Set([...DISPATCHER, ...BOOKS]),
  'team.edit',
  'event_type.edit',
  'page.edit',
  'policy.edit',
]

/** The roles every organization starts with; it may edit them and add its own. */
export const STARTING_ROLES: { key: string; name: string; permissions: Permission[] }[] = [
  { key: 'owner', name: 'Owner', permissions: [...PERMISSIONS] },
  { key: 'admin', name: 'Admin', permissions: [...PERMISSIONS] },
  { key: 'manager', name: 'Manager', permissions: MANAGER },
  { key: 'dispatcher', name: 'Dispatcher', permissions: DISPATCHER },
  { key: 'accountant', name: 'Accountant', permissions: ['booking.view.all', ...BOOKS] },
  { key: 'host', name: 'Host', permissions: HOST },
  { key: 'viewer', name: 'Viewer', permissions: ['booking.view.all'] },
]
