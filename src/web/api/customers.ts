import { z } from '@hono/zod-openapi'
import { done, refuse } from '#platform/context.ts'
import { customersSeen, findCustomer, type CustomerSeen } from '#domain/bookings/customers-seen.ts'
import { idOf } from './ids.ts'
import { readId, showId } from '#platform/public-ids.ts'
import { pageFrom, pagingById, stretchOf } from './list-pages.ts'
import { operation } from './operation.ts'
import { instant, pageOf } from './schemas.ts'

const tag = 'Customers'

export const customerSchema = z
  .strictObject({
    id: idOf('customer'),
    name: z.string().openapi({ description: 'As they were named when they booked for the first time.' }),
    email: z.string(),
    created_at: instant,
    bookings: z
      .number()
      .int()
      .openapi({ description: 'How many bookings of theirs the member of the key may see.' }),
  })
  .openapi('Customer')

export function showCustomer(customer: CustomerSeen): z.input<typeof customerSchema> {
  return {
    id: showId('customer', customer.id),
    name: customer.name,
    email: customer.email,
    created_at: customer.createdAt.toString(),
    bookings: customer.bookings,
  }
}

export const listCustomersOperation = operation({
  method: 'get',
  path: '/v1/customers',
  id: 'listCustomers',
  tag,
  summary: 'List customers',
  description:
    'Everybody who booked, newest first. For a member who sees some bookings only, the customers of those.',
  scope: 'customers:read',
  query: z.strictObject({
    email: z
      .string()
      .min(1)
      .max(254)
      .optional()
      .openapi({ description: 'The whole address; capital letters make no difference.' }),
    ...pagingById,
  }),
  answer: { status: 200, schema: pageOf(customerSchema, 'CustomerPage'), description: 'Customers.' },
  async handle(c, { query }) {
    const found = await customersSeen(c.var.deps.context.reader, c.var.scope, {
      ...stretchOf(query),
      ...(query.email === undefined ? {} : { email: query.email }),
    })
    return done({ value: pageFrom(found, query.limit, (customer) => customer.id, showCustomer) })
  },
})

export const readCustomerOperation = operation({
  method: 'get',
  path: '/v1/customers/{customer}',
  id: 'getCustomer',
  tag,
  summary: 'Look at one customer',
  scope: 'customers:read',
  params: z.strictObject({ customer: idOf('customer') }),
  answer: { status: 200, schema: customerSchema, description: 'The customer.' },
  async handle(c, { params: { customer: id } }) {
    const found = await findCustomer(c.var.deps.context.reader, c.var.scope, readId(id))
    return found
      ? done({ value: showCustomer(found) })
      : refuse({ code: 'not_found', field: 'path:customer' })
  },
})
