import { z } from '@hono/zod-openapi'
import { done, refuse, type Outcome } from '#platform/context.ts'
import { readId, showId, showIdOrNull } from '#platform/public-ids.ts'
import {
  listDiscountCodes,
  loadDiscountCode,
  saveDiscountCode,
  switchDiscountCode,
  type DiscountCode,
  type DiscountCodeRefusal,
} from '#domain/event-types/discount-codes.ts'
import type { ApiContext } from './api-env.ts'
import { idOf } from './ids.ts'
import { pageFrom, pagingById } from './list-pages.ts'
import { operation, type Answer } from './operation.ts'
import type { Problem } from './problems.ts'
import { instant, pageOf } from './schemas.ts'
import { forbidden, missing, wrong } from './set-up-problems.ts'
import { instantOfOurTime } from './slots.ts'
import { readShare, shareIn, showShare } from './terms-schema.ts'

const tag = 'Discount codes'
const params = z.strictObject({ discount_code: idOf('discountCode') })

const code = z.string().openapi({ example: 'WELCOME-10', description: 'In capitals; either case is taken.' })

const discountCodeSchema = z
  .strictObject({
    id: idOf('discountCode'),
    code,
    amount: shareIn,
    event_type: idOf('eventType').nullable().openapi({ description: 'Null is every event type.' }),
    valid_from: instant.nullable(),
    valid_until: instant.nullable().openapi({ description: 'From this instant on it counts no more.' }),
    most_uses: z.number().int().nullable(),
    uses: z.number().int(),
    active: z.boolean(),
  })
  .openapi('DiscountCode')

const newCodeSchema = z
  .strictObject({
    code: z.string().min(3).max(30).openapi({ example: 'WELCOME-10' }),
    amount: shareIn,
    event_type: idOf('eventType').nullable().default(null),
    valid_from: instantOfOurTime.nullable().default(null),
    valid_until: instantOfOurTime.nullable().default(null),
    most_uses: z.number().int().min(1).max(1_000_000).nullable().default(null),
  })
  .openapi('NewDiscountCode')

export const listDiscountCodesOperation = operation({
  method: 'get',
  path: '/v1/discount-codes',
  id: 'listDiscountCodes',
  tag,
  summary: 'List discount codes',
  description: 'Those that are switched off as well, in the order in which they were made.',
  scope: 'organization:read',
  query: z.strictObject(pagingById),
  answer: { status: 200, schema: pageOf(discountCodeSchema, 'DiscountCodePage'), description: 'The codes.' },
  async handle(c, { query }) {
    const refused = forbidden(c, 'money.edit')
    if (refused) return refused
    const codes = await listDiscountCodes(c.var.deps.context.reader, c.var.scope)
    const after = codes
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .filter(({ id }) => query.cursor === undefined || id > query.cursor)
    return done({ value: pageFrom(after, query.limit, ({ id }) => id, showCode) })
  },
})

export const readDiscountCodeOperation = operation({
  method: 'get',
  path: '/v1/discount-codes/{discount_code}',
  id: 'getDiscountCode',
  tag,
  summary: 'Look at one discount code',
  scope: 'organization:read',
  params,
  answer: { status: 200, schema: discountCodeSchema, description: 'The code.' },
  async handle(c, { params: { discount_code: id } }) {
    return forbidden(c, 'money.edit') ?? answer(c, readId(id))
  },
})

export const addDiscountCodeOperation = operation({
  method: 'post',
  path: '/v1/discount-codes',
  id: 'createDiscountCode',
  tag,
  summary: 'Add a discount code',
  scope: 'organization:write',
  body: newCodeSchema,
  answer: { status: 201, schema: discountCodeSchema, description: 'The new code.' },
  problems: ['already_exists'],
  async handle(c, { body }) {
    const refused = forbidden(c, 'money.edit')
    if (refused) return refused
    const saved = await saveDiscountCode(c.var.deps.context, c.var.scope, null, {
      code: body.code,
      amount: readShare(body.amount),
      eventTypeId: body.event_type === null ? null : readId(body.event_type),
      validFrom: body.valid_from === null ? null : Temporal.Instant.from(body.valid_from),
      validUntil: body.valid_until === null ? null : Temporal.Instant.from(body.valid_until),
      mostUses: body.most_uses,
      active: true,
    })
    return saved.ok ? answer(c, saved.value.discountCodeId) : refuse(problemOf(saved.refusal))
  },
})

export const changeDiscountCodeOperation = operation({
  method: 'patch',
  path: '/v1/discount-codes/{discount_code}',
  id: 'updateDiscountCode',
  tag,
  summary: 'Switch a discount code off or on',
  description: 'Bookings keep the discount they were made with.',
  scope: 'organization:write',
  params,
  body: z.strictObject({ active: z.boolean() }).openapi('DiscountCodeChange'),
  answer: { status: 200, schema: discountCodeSchema, description: 'The code as it is now.' },
  async handle(c, { params: { discount_code: id }, body }) {
    const refused = forbidden(c, 'money.edit')
    if (refused) return refused
    const saved = await switchDiscountCode(c.var.deps.context, c.var.scope, readId(id), body.active)
    return saved.ok ? answer(c, readId(id)) : refuse(problemOf(saved.refusal))
  },
})

/** In the order in which they were added to the document. */
export const DISCOUNT_CODE_OPERATIONS = [
  listDiscountCodesOperation,
  readDiscountCodeOperation,
  addDiscountCodeOperation,
  changeDiscountCodeOperation,
]

async function answer(
  c: ApiContext,
  id: string,
): Promise<Outcome<Answer<z.input<typeof discountCodeSchema>>, Problem>> {
  const found = await loadDiscountCode(c.var.deps.context.db, c.var.scope, id)
  return found ? done({ value: showCode(found) }) : refuse(missing('path:discount_code'))
}

function problemOf(refusal: DiscountCodeRefusal): Problem {
  switch (refusal.code) {
    case 'not_a_code':
      return wrong('/code', 'not_a_code')
    case 'code_taken':
      return { code: 'already_exists', field: '/code' }
    case 'unknown_discount_code':
      return missing('path:discount_code')
    case 'unknown_event_type':
      return missing('/event_type')
    case 'ends_before_it_starts':
      return wrong('/valid_until', 'ends_before_it_begins')
    case 'used_more_often':
      throw new Error('A code that is only switched keeps its limit.')
  }
}

function showCode(found: DiscountCode): z.input<typeof discountCodeSchema> {
  return {
    id: showId('discountCode', found.id),
    code: found.code,
    amount: showShare(found.amount),
    event_type: showIdOrNull('eventType', found.eventTypeId),
    valid_from: found.validFrom?.toString() ?? null,
    valid_until: found.validUntil?.toString() ?? null,
    most_uses: found.mostUses,
    uses: found.uses,
    active: found.active,
  }
}
