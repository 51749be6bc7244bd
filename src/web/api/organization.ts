import { z } from '@hono/zod-openapi'
import { done, refuse, type Outcome } from '#platform/context.ts'
import type { Reader } from '#platform/db.ts'
import { readId, showId } from '#platform/public-ids.ts'
import { LOCALES } from '#messages/locale.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import { loadFinancialSettings } from '#domain/organizations/financial-settings.ts'
import { loadSettings, saveSettings, type OrganizationSettings } from '#domain/organizations/settings.ts'
import {
  loadEmbedOrigins,
  MOST_EMBED_ORIGINS,
  readEmbedOrigins,
  saveEmbedOrigins,
} from '#domain/organizations/embed-origins.ts'
import { findPolicy } from '#domain/policies/browse-policies.ts'
import { setDefaultPolicy } from '#domain/policies/set-default-policy.ts'
import { isCurrency } from '../staff/settings/region-options.ts'
import { idOf } from './ids.ts'
import type { ApiContext } from './api-env.ts'
import { operation } from './operation.ts'
import {
  moneyChangeSchema,
  organizationMoneySchema,
  saveOrganizationMoney,
  showOrganizationMoney,
} from './organization-money.ts'
import type { Problem } from './problems.ts'
import { zone } from './schemas.ts'
import { sent } from './sent.ts'
import { forbidden, missing, wrong } from './set-up-problems.ts'
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
    undo_minutes: z.number().int().openapi({
      description:
        'How long customers can take a cancellation back; meanwhile its times and refunds wait. 0 is never.',
    }),
    default_policy: idOf('policy').openapi({
      description: 'Governs new bookings wherever neither the event type nor the booking page has a policy.',
    }),
    embed_origins: z.array(z.string().openapi({ example: 'https://www.example.com' })).openapi({
      description: 'Sites that may show the booking pages, and whose scripts may use the public operations.',
    }),
    money: organizationMoneySchema,
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
    undo_minutes: z.number().int().min(0).max(60),
    default_policy: idOf('policy'),
    embed_origins: z
      .array(line(2_000))
      .max(MOST_EMBED_ORIGINS)
      .openapi({
        description:
          'Replaces the whole list. Of each address its origin is kept, once. Needs the permission to edit integrations.',
        example: ['https://www.example.com'],
      }),
    money: moneyChangeSchema,
  })
  .partial()
  .openapi('OrganizationChange')

type Body = z.output<typeof changeSchema>
type Refused = Extract<Outcome<never, Problem>, { ok: false }>

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
    const refused = forbiddenPart(c, body) ?? wrongOrigin(body.embed_origins ?? [])
    if (refused) return refused
    // Looked for before anything is saved, so that a refusal means that nothing changed.
    if (policyId !== null && !(await findPolicy(context.db, scope, policyId)))
      return refuse(missing('/default_policy'))
    const { defaultPolicyId, isSample: _isSample, ...stored } = await loadSettings(context.db, scope)
    if (Object.keys(settings).length > 0) {
      const saved = await saveSettings(context, scope, { ...stored, ...settings })
      if (!saved.ok) return refuse({ code: 'currency_locked', field: '/currency' })
    }
    if (policyId !== null && policyId !== defaultPolicyId) await setDefaultPolicy(context, scope, policyId)
    if (body.embed_origins) await saveEmbedOrigins(context, scope, body.embed_origins)
    if (body.money) await saveOrganizationMoney(context, scope, body.money)
    return done({ value: await showOrganization(context.db, scope) })
  },
})

/** As on the pages: the default policy, the sites and money have permissions of their own, all else shares one. */
function forbiddenPart(c: ApiContext, body: Body): Refused | null {
  const { default_policy: policy, embed_origins: sites, money, ...others } = body
  const isOther = Object.keys(others).length > 0 || Object.keys(body).length === 0
  return (
    (money === undefined ? null : forbidden(c, 'money.edit')) ??
    (policy === undefined ? null : forbidden(c, 'policy.edit')) ??
    (sites === undefined ? null : forbidden(c, 'integration.edit')) ??
    (isOther ? forbidden(c, 'organization.edit') : null)
  )
}

function wrongOrigin(sites: readonly string[]): Refused | null {
  const read = readEmbedOrigins(sites)
  return read.ok || !('line' in read.refusal)
    ? null
    : refuse(wrong(`/embed_origins/${read.refusal.line - 1}`, read.refusal.code))
}

function settingsIn(body: Body): Partial<OrganizationSettings> {
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
    undo_minutes: undoMinutes,
  } = body
  const settings = { name, zone: ownZone, locale, currency, contactEmail, contactPhone }
  return sent({ ...settings, customersMayCancel, customersMayReschedule, quoteHonouredMinutes, undoMinutes })
}

async function showOrganization(db: Reader, scope: MemberScope): Promise<z.input<typeof organizationSchema>> {
  const [settings, origins, financial] = await Promise.all([
    loadSettings(db, scope),
    loadEmbedOrigins(db, scope),
    loadFinancialSettings(db, scope),
  ])
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
    undo_minutes: settings.undoMinutes,
    default_policy: showId('policy', settings.defaultPolicyId),
    embed_origins: origins,
    money: showOrganizationMoney(financial),
    is_sample: settings.isSample,
  }
}
