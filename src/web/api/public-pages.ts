import { z } from '@hono/zod-openapi'
import { done } from '#platform/context.ts'
import { localeOf, type Locale } from '#messages/locale.ts'
import { policySentence } from '#messages/policy.ts'
import { needsPhone } from '#domain/bookings/booking-details.ts'
import { representTerms } from '#domain/bookings/represent-booking.ts'
import { loadPage } from '#domain/event-types/load-page.ts'
import { loadOffers, type Offer } from '#domain/event-types/offer.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import type { ApiContext } from './api-env.ts'
import { operation } from './operation.ts'
import { money, zone } from './schemas.ts'
import { taxSchema, termsSchema } from './terms-schema.ts'
import { showMoney } from '#domain/money/show-money.ts'

export const publicTag = 'Public'

/** Without a rule for how it looks, because any other text leads nowhere just the same. */
export const ofPage = z.strictObject({
  page: z.string().openapi({ description: 'The last part of its public address.', example: 'hiring' }),
})

const eventTypeSchema = z
  .strictObject({
    slug: z.string().openapi({ example: 'panel-interview' }),
    name: z.string(),
    description: z.string(),
    duration_minutes: z.number().int(),
    session_count: z.number().int().openapi({ description: 'How many times are chosen for one booking.' }),
    price: money,
    payment_mode: z.enum(['free', 'price_shown', 'price_collected']),
    payment_terms: termsSchema,
    tax: taxSchema,
    location_kind: z.enum(['in_person', 'phone', 'video', 'customer_place']),
    location_detail: z.string().openapi({
      description: 'Where people meet in person; may be empty, as it is for every other kind of location.',
    }),
    phone_required: z.boolean().openapi({ description: 'Whether bookings need `customer.phone`.' }),
    horizon_days: z.number().int().openapi({ description: 'How far ahead it can be booked.' }),
    questions: z.array(
      z.strictObject({
        key: z.string(),
        label: z.string(),
        kind: z.enum(['line', 'text']),
        required: z.boolean(),
      }),
    ),
    policy: z.strictObject({
      cancel: z.string().openapi({ description: 'What the customer agrees to, in words.' }),
      reschedule: z.string(),
    }),
  })
  .openapi('PublicEventType')

export const publicPageOperation = operation({
  method: 'get',
  path: '/v1/public/pages/{page}',
  id: 'getPublicPage',
  tag: publicTag,
  summary: 'A booking page and what can be booked on it',
  description: 'Words come in the language that `Accept-Language` asks for, where there is one.',
  scope: null,
  params: ofPage,
  answer: {
    status: 200,
    schema: z
      .strictObject({
        slug: z.string(),
        title: z.string(),
        intro: z.string(),
        business: z.strictObject({
          name: z.string(),
          zone,
          contact_email: z.string().nullable(),
          contact_phone: z.string().nullable(),
        }),
        event_types: z.array(eventTypeSchema),
      })
      .openapi('PublicPage'),
    description: 'The page as its visitors see it.',
  },
  async handle(c) {
    const { page } = c.var
    const { reader } = c.var.deps.context
    const [settings, shown, offers] = await Promise.all([
      loadSettings(reader, page.scope),
      loadPage(reader, page.scope, page.pageId),
      loadOffers(reader, page.scope, page.pageId),
    ])
    const { name, zone: ownZone, contactEmail, contactPhone } = settings
    return done({
      value: {
        slug: page.slug,
        title: shown!.title,
        intro: shown!.intro,
        business: { name, zone: ownZone, contact_email: contactEmail, contact_phone: contactPhone },
        event_types: offers.map((offer) => showOffer(offer, readerOf(c, offer))),
      },
    })
  },
})

/** The reader's language: what the browser asks for, else what the business speaks. */
export function readerOf(c: ApiContext, offer: Offer): Locale {
  return localeOf([c.req.header('accept-language'), offer.organization.locale].filter(Boolean).join(','))
}

function showOffer(
  { eventType, policy, terms, tax }: Offer,
  locale: Locale,
): z.input<typeof eventTypeSchema> {
  const noun = eventType.sessionCount > 1 ? 'sessions' : 'booking'
  const { cancel, reschedule } = policy.rules
  return {
    slug: eventType.slug,
    name: eventType.name,
    description: eventType.description,
    duration_minutes: eventType.durationMinutes,
    session_count: eventType.sessionCount,
    price: showMoney(eventType.priceMinor, eventType.currency),
    payment_mode: eventType.paymentMode,
    payment_terms: representTerms(terms),
    tax: { basis_points: tax.basisPoints, inclusive: tax.inclusive },
    location_kind: eventType.locationKind,
    // The address of a call is for those who booked, as on the page.
    location_detail: eventType.locationKind === 'in_person' ? eventType.locationDetail : '',
    phone_required: needsPhone(eventType),
    horizon_days: eventType.horizonDays,
    questions: eventType.questions.map(({ key, label, kind, required }) => ({ key, label, kind, required })),
    policy: {
      cancel: policySentence('cancel', cancel, noun, eventType.currency, locale),
      reschedule: policySentence('reschedule', reschedule, noun, eventType.currency, locale),
    },
  }
}
