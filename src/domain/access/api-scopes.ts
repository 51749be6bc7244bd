/** What a key may be allowed to do, per noun. A key never may more than the member it acts for. */
export const API_SCOPES = [
  'organization:read',
  'organization:write',
  'team:read',
  'team:write',
  'event_types:read',
  'event_types:write',
  'booking_pages:read',
  'booking_pages:write',
  'policies:read',
  'policies:write',
  'slots:read',
  'bookings:read',
  'bookings:write',
  'payments:read',
  'payments:write',
  'refunds:read',
  'refunds:write',
  'invoices:read',
  'customers:read',
  'facts:read',
  'deliveries:read',
  'deliveries:write',
  'webhooks:read',
  'webhooks:write',
] as const

export type ApiScope = (typeof API_SCOPES)[number]
