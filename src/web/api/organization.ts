import { z } from '@hono/zod-openapi'
import { done, refuse } from '#platform/context.ts'
import type { Reader } from '#platform/db.ts'
import { readId, showId } from '#platform/public-ids.ts'
import { LOCALES } from '#messages/locale.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import { loadSettings, saveSettings, type OrganizationSettings } from '#domain/organizations/settings.ts'
import { findPolicy } from '#domain/policies/browse-policies.ts'
import { setDefaultPolicy } from '#domain/policies/set-default-policy.ts'
import { isCurrency } from '../staff/settings/region-options.ts'
import { idOf } from './ids.ts'
import { operation } from './operation.ts'
import { zone } from './schemas.ts'
import { sent } from './sent.ts'
import { forbidden, missing } from './set-up-problems.ts'
import { emailIn, line, zoneIn } from './text-schemas.ts'

const tag = 'Organization'

const organizationSchema = z
  .strictObject({
    id: idOf('organization'),
    name: z.string(),
    zone,
    locale: z.string().openapi({ example: 'en-GB' }),
    currency: z.string().openapi({ example: 'GBP' }),
    contact_email: z.string().nullable(),
    contact_phone: z.string().nullable(),
    customers_may_cancel: z
      .boolean()
      .openapi({ description: 'A switch that acts at once, on every booking, on top of its policy.' }),
    customers_may_reschedule: z.boolean(),
    quote_honoured_minutes: z
      .number()
      .int()
      .openapi({ description: 'How long a quote is honoured although a deadline passes meanwhile.' }),
    default_policy: idOf('policy').openapi({
      description: 'Governs new bookings wherever neither the event type nor the booking page has a policy.',
    }),
    is_sample: z.boolean(),
  })
  .openapi('Organization')

const changeSchema = z
  .strictObject({
    name: line(200),
    zone: zoneIn(),
    locale: z.enum(LOCALES),
    currency: z.string().length(3).refine(isCurrency, 'is no currency in use').openapi({
      example: 'GBP',
      description: 'Stays as it is once a customer has booked.',
    }),
    contact_email: emailIn().nullable(),
    contact_phone: line(40).nullable(),
    customers_may_cancel: z.boolean(),
    customers_may_reschedule: z.boolean(),
    quote_honoured_minutes: z.number().int().min(0).max(60),
    default_policy: idOf('policy'),
  })
  .partial()
  .openapi('OrganizationChange')

export const readOrganizationOperation = operation({
  method: 'get',
  path: '/v1/organization',
  id: 'getOrganization',
  tag,
  summary: 'Look at your organization',
  scope: 'organization:read',
  answer: { status: 200, schema: organizationSchema, description: 'The organization of the key.' },
  async handle(c) {
    return done({ value: await showOrganization(c.var.deps.context.reader, c.var.scope) })
  },
})

export const changeOrganizationOperation = operation({
  method: 'patch',
  path: '/v1/organization',
  id: 'updateOrganization',
  tag,
  summary: 'Change your organization',
  description: 'Fields that are not sent stay as they are.',
  scope: 'organization:write',
  body: changeSchema,
  answer: { status: 200, schema: organizationSchema, description: 'The organization as it is now.' },
  problems: ['currency_locked'],
  async handle(c, { body }) {
    const { context } = c.var.deps
    const { scope } = c.var
    const policyId = body.default_policy === undefined ? null : readId(body.default_policy)
    const settings = settingsIn(body)
    // As on the pages: choosing the default policy is a matter of policies, everything else one of the organization.
    const isAboutPolicy = policyId !== null && Object.keys(settings).length === 0
    const refused =
      (policyId === null ? null : forbidden(c, 'policy.edit')) ??
      (isAboutPolicy ? null : forbidden(c, 'organization.edit'))
    if (refused) return refused
    // Looked for before anything is saved, so that a refusal means that nothing changed.
    if (policyId !== null && !(await findPolicy(context.db, scope, policyId)))
      return refuse(missing('/default_policy'))
    const { defaultPolicyId, isSample: _isSample, ...stored } = await loadSettings(context.db, scope)
    const saved = await saveSettings(context, scope, { ...stored, ...settings })
    if (!saved.ok) return refuse({ code: 'currency_locked', field: '/currency' })
    if (policyId !== null && policyId !== defaultPolicyId) await setDefaultPolicy(context, scope, policyId)
    return done({ value: await showOrganization(context.db, scope) })
  },
})

function settingsIn(body: z.output<typeof changeSchema>): Partial<OrganizationSettings> {
  const {
    name,
    zone: ownZone,
    locale,
    currency,
    contact_email: contactEmail,
    contact_phone: contactPhone,
    customers_may_cancel: customersMayCancel,
    customers_may_reschedule: customersMayReschedule,
    quote_honoured_minutes: quoteHonouredMinutes,
  } = body
  const settings = { name, zone: ownZone, locale, currency, contactEmail, contactPhone }
  return sent({ ...settings, customersMayCancel, customersMayReschedule, quoteHonouredMinutes })
}

async function showOrganization(db: Reader, scope: MemberScope): Promise<z.input<typeof organizationSchema>> {
  const settings = await loadSettings(db, scope)
  return {
    id: showId('organization', scope.orgId),
    name: settings.name,
    zone: settings.zone,
    locale: settings.locale,
    currency: settings.currency,
    contact_email: settings.contactEmail,
    contact_phone: settings.contactPhone,
    customers_may_cancel: settings.customersMayCancel,
    customers_may_reschedule: settings.customersMayReschedule,
    quote_honoured_minutes: settings.quoteHonouredMinutes,
    default_policy: showId('policy', settings.defaultPolicyId),
    is_sample: settings.isSample,
  }
}
