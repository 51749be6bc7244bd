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
  'refund.request',
  'refund.approve',
  'fee.waive',
  /** API keys, webhooks and sites that may show booking pages. */
  'integration.edit',
] as const

export type Permission = (typeof PERMISSIONS)[number]

const HOST: Permission[] = ['booking.view.own', 'booking.change.own', 'booking.no_show.own', 'hours.edit.own']
const DISPATCHER: Permission[] = [
  ...HOST,
  'booking.view.all',
  'booking.change.all',
  'booking.no_show.all',
  'delivery.view',
  'delivery.resend',
]
const MANAGER: Permission[] = [
  ...DISPATCHER,
  'team.edit',
  'event_type.edit',
  'page.edit',
  'policy.edit',
  'refund.request',
  'refund.approve',
  'fee.waive',
]

/** The roles every organization starts with; it may edit them and add its own. */
export const STARTING_ROLES: { key: string; name: string; permissions: Permission[] }[] = [
  { key: 'owner', name: 'Owner', permissions: [...PERMISSIONS] },
  { key: 'admin', name: 'Admin', permissions: [...PERMISSIONS] },
  { key: 'manager', name: 'Manager', permissions: MANAGER },
  { key: 'dispatcher', name: 'Dispatcher', permissions: DISPATCHER },
  {
    key: 'accountant',
    name: 'Accountant',
    permissions: ['booking.view.all', 'refund.request', 'refund.approve'],
  },
  { key: 'host', name: 'Host', permissions: HOST },
  { key: 'viewer', name: 'Viewer', permissions: ['booking.view.all'] },
]
