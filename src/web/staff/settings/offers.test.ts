import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadEventType } from '#domain/event-types/load-event-type.ts'
import { loadPage } from '#domain/event-types/load-page.ts'
import { savePaymentAccount, switchOffPaymentAccount } from '#domain/money/payment-accounts.ts'
import {
  appOver,
  fieldsOf,
  problemsIn,
  visitorFor,
  type Fields,
  type Visitor,
} from '../../../../test/settings/office.ts'
import { makeWorld, type World } from '../../../../test/world.ts'

let world: World
let alva: Visitor
let eventType: string
let page: string

beforeAll(async () => {
  world = await makeWorld({})
  alva = await visitorFor({ context: world.context, app: appOver(world.context) }, world.alva)
  eventType = `/staff/settings/event-types/${world.eventTypeId}`
  page = `/staff/settings/pages/${world.pageId}`
})

afterAll(() => world.close())

const loaded = async () => (await loadEventType(world.context.reader, world.alva, world.eventTypeId))!

test('Alva opens an event type and saves it as it is: nothing about it changes', async () => {
  const before = await loaded()
  await alva.fillIn(eventType, {})
  expect(await loaded()).toEqual(before)
  expect((await alva.open(`${eventType}?saved=1`)).html).toContain('The event type is saved')
})

test('a price is kept to the cent', async () => {
  await alva.fillIn(eventType, { paymentMode: 'price_shown', price: '40.5', dailyCap: '3' })
  expect(await loaded()).toMatchObject({ priceMinor: 4050n, paymentMode: 'price_shown', dailyCap: 3 })
  expect(fieldsOf((await alva.open(eventType)).html, eventType)).toMatchObject({
    price: '40.50',
    dailyCap: '3',
  })
})

test('a price that is paid at the venue is collected without any provider, with a tax of its own', async () => {
  const before = await loaded()
  const own = { terms: 'pay_at_venue', tax: 'own', taxRate: '8.25 %', taxInclusive: 'no' }
  await alva.fillIn(eventType, { paymentMode: 'price_collected', price: '40', ...own })
  expect(await loaded()).toMatchObject({
    paymentMode: 'price_collected',
    paymentTerms: { kind: 'pay_at_venue' },
    tax: { basisPoints: 825, inclusive: false },
  })
  const shown = fieldsOf((await alva.open(eventType)).html, eventType)
  expect(shown).toMatchObject({ terms: 'pay_at_venue', tax: 'own', taxRate: '8.25', taxInclusive: 'no' })
  await alva.fillIn(eventType, {
    paymentMode: before.paymentMode,
    price: '40.50',
    terms: 'organization',
    tax: 'organization',
  })
  expect(await loaded()).toEqual(before)
})

test('a connected provider lets a deposit be collected; once it is off, what was agreed stays as it is', async () => {
  const { context } = world
  const providers = { keys: ['fake'], payOrigins: [], open: () => null }
  await savePaymentAccount(context, world.alva, { provider: 'fake', secrets: {} }, providers)
  const deposit = { terms: 'deposit', 'deposit-kind': 'amount', 'deposit-value': '40.01' }
  const shown = fieldsOf((await alva.open(eventType)).html, eventType)
  const collected = { ...shown, paymentMode: 'price_collected', price: '40' }
  const tooMuch = await alva.send(eventType, { ...collected, ...deposit })
  expect([tooMuch.status, problemsIn(tooMuch.html)]).toEqual([
    422,
    ['Deposit, how much: Write a deposit no higher than the price.'],
  ])
  const saved = await alva.send(eventType, { ...collected, ...deposit, 'deposit-value': '10' })
  expect(saved.status).toBe(303)
  expect((await loaded()).paymentTerms).toEqual({
    kind: 'deposit',
    amount: { kind: 'amount', minor: '1000' },
  })
  await switchOffPaymentAccount(context, world.alva, 'fake')
  await alva.fillIn(eventType, { description: 'Bring your portfolio.' })
  const other = { ...fieldsOf((await alva.open(eventType)).html, eventType), terms: 'full' }
  expect((await alva.send(eventType, other)).status).toBe(422)
  const free = { paymentMode: 'price_shown', price: '40.50', terms: 'organization', description: '' }
  await alva.fillIn(eventType, free)
})

const bad: [Fields, string][] = [
  [{ name: '' }, 'Fill in “Name”.'],
  [{ name: ['One', 'Two'] }, 'Fill in “Name”.'],
  [{ name: 'x'.repeat(201) }, 'Shorten “Name” to 200 characters or fewer.'],
  [{ description: 'x'.repeat(5001) }, 'Shorten “Description” to 5,000 characters or fewer.'],
  [{ slug: 'Not A Slug' }, 'Use small letters, digits and hyphens in “Address”, such as first-visit.'],
  [{ hostRule: 'everybody' }, 'Choose one of the answers for “Host rule”.'],
  [{ durationMinutes: '1e2' }, 'Write a whole number in “Length”, in digits.'],
  [{ durationMinutes: '4' }, 'Write a number from 5 to 1,440 in “Length”.'],
  [{ 'notice-number': '-1' }, 'Write a whole number in “Shortest notice for a new booking”, in digits.'],
  [
    { 'notice-number': '366', 'notice-unit': 'days' },
    'Shortest notice for a new booking: Choose a length from 0 minutes to 365 days.',
  ],
  [
    { 'notice-number': '1', 'notice-unit': 'fortnights' },
    'Choose one of the answers for “Unit of shortest notice for a new booking”.',
  ],
  [{ dailyCap: '0' }, 'Write a number from 1 to 1,000 in “Most bookings of a host a day”.'],
  [{ paymentMode: 'price_shown', price: '1e2' }, 'Price: Write the amount like 40 or 40.00.'],
  [{ paymentMode: 'price_shown', price: '-40' }, 'Price: Write the amount like 40 or 40.00.'],
  [{ paymentMode: 'price_shown', price: '40.005' }, 'Price: Write the amount like 40 or 40.00.'],
  [{ paymentMode: 'price_shown', price: '' }, 'Price: Write a price above zero, or choose Free.'],
  [{ paymentMode: 'free', price: '40' }, 'Price: Empty the price, or choose to show it.'],
  [
    { paymentMode: 'price_collected', price: '40' },
    'What customers pay: Connect a provider in the financial settings first, or choose “At the venue”.',
  ],
  [
    { paymentMode: 'price_collected', price: '40', terms: 'pay_at_venue', tax: 'own', taxRate: '100.5' },
    'Tax rate: Write a percentage from 0 to 100, such as 20 or 8.25.',
  ],
  [
    { paymentMode: 'price_collected', price: '40', terms: 'deposit', 'deposit-value': '' },
    'Deposit, how much: Write how much.',
  ],
  [
    { terms: 'deposit', 'deposit-kind': 'percent', 'deposit-value': '0' },
    'Deposit, how much: Write a whole percentage from 1 to 100.',
  ],
  [
    { terms: 'deposit', 'deposit-kind': 'amount', 'deposit-value': '12.345' },
    'Deposit, how much: Write the amount like 40 or 40.00.',
  ],
  [
    { terms: 'deposit', 'deposit-kind': 'amount', 'deposit-value': '0.00' },
    'Deposit, how much: Write an amount above zero.',
  ],
  [
    { terms: 'deposit', 'deposit-kind': 'groats', 'deposit-value': '5' },
    'Choose one of the answers for “Deposit as”.',
  ],
  [{ terms: 'barter' }, 'Choose one of the answers for “When a collected price is paid”.'],
  [{ tax: '' }, 'Choose one of the answers for “Tax”.'],
  [{ tax: 'own', taxInclusive: 'maybe' }, 'Choose one of the answers for “Prices are named”.'],
  [{ 'primary-who': '' }, 'People for the primary host: Tick at least one person or thing for this place.'],
  [
    { 'primary-who': '01a00000-0000-7000-8000-000000000000' },
    'Choose one of the answers for “People for the primary host”.',
  ],
  [{ 'place-1-who': "'; drop table seats; --" }, 'Choose one of the answers for “Place 1, people”.'],
  [{ 'place-3-label': 'Nobody' }, 'Place 3, people: Tick at least one person or thing for this place.'],
  [{ 'question-2-required': 'on' }, 'Question 2: Write the question, or untick its boxes.'],
  [{ policyId: 'x' }, 'Choose one of the answers for “Policy”.'],
]

test.each(bad)(
  'Alva sends %j: the field is named, what she typed stays, nothing changes',
  async (fields, sentence) => {
    const before = await world.checksum()
    const shown = fieldsOf((await alva.open(eventType)).html, eventType)
    const answer = await alva.send(eventType, { ...shown, ...fields })
    expect([answer.status, problemsIn(answer.html)]).toEqual([422, [sentence]])
    expect(fieldsOf(answer.html, eventType)['locationDetail']).toBe(shown['locationDetail'])
    expect(await world.checksum()).toBe(before)
  },
)

test('Places and host rule have to fit', async () => {
  const shown = fieldsOf((await alva.open(eventType)).html, eventType)
  const send = async (fields: Fields) =>
    problemsIn((await alva.send(eventType, { ...shown, ...fields })).html)
  const nobody = Object.fromEntries(
    [1, 2].flatMap((place) => [
      [`place-${place}-label`, ''],
      [`place-${place}-who`, ''],
    ]),
  )
  const [alvaId, boId] = [world.alva.actor.memberId, world.bo.actor.memberId]
  expect(await send({ hostRule: 'one' })).toEqual([
    'Place 1, people: Choose Panel, or empty this place. Only a panel has more places.',
  ])
  expect(await send({ ...nobody })).toEqual(['Place 1, people: Give the panel at least one more place.'])
  expect(await send({ ...nobody, hostRule: 'one', 'primary-who': [alvaId, boId] })).toEqual([
    'People for the primary host: Tick exactly one person. For several, choose Round robin.',
  ])
  expect(await send({ 'place-1-who': alvaId })).toEqual([
    'Place 1, people: Choose somebody else. This person already fills another place alone.',
  ])
})

test('An empty address is made from the name, with a number where it is taken', async () => {
  const people = { 'primary-who': world.bo.actor.memberId }
  for (const expected of ['cafe-chat', 'cafe-chat-2', 'cafe-chat-3']) {
    const saved = await alva.fillIn('/staff/settings/event-types/new?rule=one', {
      name: 'Café & chat',
      ...people,
    })
    const path = saved.split('?')[0]!
    expect(fieldsOf((await alva.open(path)).html, path)['slug']).toBe(expected)
  }
  const taken = await alva.send(eventType, {
    ...fieldsOf((await alva.open(eventType)).html, eventType),
    slug: 'cafe-chat',
  })
  expect([taken.status, problemsIn(taken.html)]).toEqual([
    422,
    ['Address: Choose another address. This one is taken.'],
  ])
})

test('A page offers what is ticked, in the order of the numbers', async () => {
  const ids = Object.keys(fieldsOf((await alva.open(page)).html, page))
    .filter((name) => name.startsWith('offer-'))
    .map((name) => name.slice(6))
  const numbers = Object.fromEntries(ids.map((id, index) => [`order-${id}`, String(9 - index)]))
  await alva.fillIn(page, {
    ...numbers,
    ...Object.fromEntries(ids.map((id) => [`offer-${id}`, 'on'])),
    stakeholders: [world.bo.actor.memberId, world.cy.actor.memberId],
  })
  const saved = (await loadPage(world.context.reader, world.alva, world.pageId))!
  expect(saved.eventTypeIds).toEqual(ids.toReversed())
  expect(saved.stakeholderIds).toHaveLength(2)
})

test('A page moves to a new address, and the old one keeps leading to it', async () => {
  await alva.fillIn(page, { slug: 'join-us' })
  expect((await alva.open(page)).html).toContain('http://kept.test/book/join-us')
  const rows = await world.context.reader
    .selectFrom('slugs')
    .select(['slug', 'current'])
    .orderBy('slug')
    .execute()
  expect(rows).toEqual([
    { slug: 'hiring', current: false },
    { slug: 'join-us', current: true },
  ])
})

test('An address that another page has is refused', async () => {
  const second = await alva.fillIn('/staff/settings/pages/new', { title: 'Second' })
  const path = second.split('?')[0]!
  const before = await world.checksum()
  const answer = await alva.send(path, { ...fieldsOf((await alva.open(path)).html, path), slug: 'join-us' })
  expect([answer.status, problemsIn(answer.html)]).toEqual([
    422,
    ['Address: Choose another address. This one is taken.'],
  ])
  expect(await world.checksum()).toBe(before)
})
