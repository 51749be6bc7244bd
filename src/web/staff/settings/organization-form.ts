import { z } from 'zod'
import { LOCALES } from '#messages/locale.ts'
import type { OrganizationSettings } from '#domain/organizations/settings.ts'
import {
  choice,
  isEmail,
  line,
  optionalLine,
  parseForm,
  problem,
  wholeNumber,
  type Typed,
} from '#platform/forms.ts'
import { isZone } from '#platform/zones.ts'
import { isCurrency } from './region-options.ts'
import { isTicked, problemsOf, ticked, type Read } from './typed-values.ts'

/** A time zone from the list. */
export function zoneField() {
  return line(100).refine(isZone, problem({ code: 'not_a_zone' }))
}

/** A currency from the list. */
export function currencyField() {
  return line(3).refine(isCurrency, problem({ code: 'not_a_choice' }))
}

export const organizationFields = {
  name: line(200),
  zone: zoneField(),
  locale: choice(LOCALES),
  currency: currencyField(),
}

const schema = z.object({
  ...organizationFields,
  contactEmail: optionalLine(254).refine(
    (text) => text === '' || isEmail(text),
    problem({ code: 'not_an_email' }),
  ),
  contactPhone: optionalLine(40),
  quoteHonouredMinutes: wholeNumber(0, 60),
  undoMinutes: wholeNumber(0, 60),
})

/** Reads the form of the organization. A locked currency is not part of the form and stays what it is. */
export function readOrganization(typed: Typed, lockedCurrency: string | null): Read<OrganizationSettings> {
  const parsed = parseForm(schema, lockedCurrency ? { ...typed, currency: lockedCurrency } : typed)
  if (!parsed.ok) return { ok: false, problems: problemsOf(parsed) }
  const { contactEmail, contactPhone, ...settings } = parsed.value
  return {
    ok: true,
    value: {
      ...settings,
      contactEmail: contactEmail || null,
      contactPhone: contactPhone || null,
      customersMayCancel: isTicked(typed, 'customersMayCancel'),
      customersMayReschedule: isTicked(typed, 'customersMayReschedule'),
    },
  }
}

export function typedOrganization(settings: OrganizationSettings): Typed {
  return {
    name: settings.name,
    zone: settings.zone,
    locale: settings.locale,
    currency: settings.currency,
    contactEmail: settings.contactEmail ?? '',
    contactPhone: settings.contactPhone ?? '',
    quoteHonouredMinutes: String(settings.quoteHonouredMinutes),
    undoMinutes: String(settings.undoMinutes),
    customersMayCancel: ticked(settings.customersMayCancel),
    customersMayReschedule: ticked(settings.customersMayReschedule),
  }
}
