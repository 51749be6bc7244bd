import { afterAll, beforeAll, expect, test } from 'vitest'
import { listPolicies, listVersions } from '#domain/policies/policies.ts'
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
let policy: string

beforeAll(async () => {
  world = await makeWorld({})
  alva = await visitorFor({ context: world.context, app: appOver(world.context) }, world.alva)
  policy = `/staff/settings/policies/${world.policyId}`
})

afterAll(() => world.close())

const shown = async () => fieldsOf((await alva.open(policy)).html, policy)
const versions = () => listVersions(world.context.reader, world.alva, world.policyId)
const tier = (
  action: string,
  row: number,
  notice: string,
  unit: string,
  kind: string,
  value: string,
): Fields => ({
  [`${action}-tier-${row}-notice-number`]: notice,
  [`${action}-tier-${row}-notice-unit`]: unit,
  [`${action}-tier-${row}-kind`]: kind,
  [`${action}-tier-${row}-value`]: value,
})

test('Alva saves the policy as it is, and there is no new version', async () => {
  expect((await alva.send(policy, { ...(await shown()), act: 'save' })).status).toBe(303)
  expect(await versions()).toHaveLength(1)
})

test('A preview shows the sentence and the ribbon of what was typed, and writes nothing', async () => {
  const before = await world.checksum()
  const fields = {
    ...(await shown()),
    'cancel-notice-number': '2',
    'cancel-notice-unit': 'days',
    ...tier('cancel', 1, '0', 'hours', 'percent', '50'),
    act: 'preview',
  }
  const answer = await alva.send(policy, fields)
  expect(answer.status).toBe(200)
  expect(answer.html).toContain('Preview: not saved yet')
  expect(answer.html).toContain(
    'Bookings can be canceled until 2 days before the start. Until the start, you get back 50% of the price.',
  )
  expect(answer.html).toContain('until 2 days before')
  expect(answer.html).toContain(
    'can be booked until the last minute. Who books less than 2 days ahead can never cancel.',
  )
  expect(fieldsOf(answer.html, policy)).toMatchObject({
    'cancel-notice-number': '2',
    'cancel-notice-unit': 'days',
  })
  expect(await world.checksum()).toBe(before)
})

test('A change is a new version for new bookings; Cleo’s booking keeps its own', async () => {
  const agreed = (await world.load(world.cleo)).policy
  const own = {
    'cancel-description': 'custom',
    'cancel-text': 'Tell us a day ahead.',
    'reschedule-limit': '2',
    'cancel-grace-number': '90',
    'cancel-grace-unit': 'minutes',
  }
  const rows = {
    ...tier('cancel', 1, '2', 'days', 'percent', '100 %'),
    ...tier('cancel', 3, '0', 'hours', 'amount', '12.50'),
  }
  await alva.fillIn(policy, { ...own, ...rows })
  const [newest, first] = await versions()
  expect([newest!.version, newest!.by, first!.version]).toEqual([2, 'Alva', 1])
  expect(newest!.rules.cancel).toMatchObject({
    description: { kind: 'custom', text: 'Tell us a day ahead.' },
    graceMinutes: 90,
    limit: null,
  })
  expect(newest!.rules.cancel.tiers).toEqual([
    { fromNoticeMinutes: 2880, amount: { kind: 'percent', percent: 100 } },
    { fromNoticeMinutes: 0, amount: { kind: 'amount', minor: '1250' } },
  ])
  expect(newest!.rules.reschedule.limit).toBe(2)
  expect((await world.load(world.cleo)).policy).toEqual(agreed)
  const { html } = await alva.open(`${policy}?saved=1`)
  expect(html).toContain('The policy is saved as a new version')
  expect(html).toContain('Version 2, since Tue, Dec 1')
})

test.each<[Fields, string]>([
  [{ name: '' }, 'Fill in “Name”.'],
  [{ name: 'x'.repeat(201) }, 'Shorten “Name” to 200 characters or fewer.'],
  [{ 'cancel-allowed': 'sometimes' }, 'Choose one of the answers for “Customers may cancel”.'],
  [{ 'cancel-allowed': 'until', 'cancel-notice-number': '' }, 'Fill in “Canceling, how long before”.'],
  [{ 'cancel-notice-number': '1e2' }, 'Write a whole number in “Canceling, how long before”, in digits.'],
  [
    { 'cancel-notice-number': '9999', 'cancel-notice-unit': 'days' },
    'Canceling, how long before: Choose a length from 0 minutes to 365 days.',
  ],
  [{ 'reschedule-reason': 'maybe' }, 'Choose one of the answers for “Moving, reason”.'],
  [
    { 'reschedule-description': 'custom', 'reschedule-text': '  ' },
    'Moving, your words: Write the text, or choose the sentence made from the rule.',
  ],
  [
    { 'cancel-blocked': 'x'.repeat(2001) },
    'Shorten “Canceling, when it is too late” to 2,000 characters or fewer.',
  ],
  [{ 'reschedule-limit': '-1' }, 'Write a number from 0 to 100 in “How often one session may be moved”.'],
  [
    tier('reschedule', 1, '24', 'hours', 'amount', '5'),
    'Moving, row 1, at least this long before: Give the last row a notice of 0. It covers the time until the start.',
  ],
  [
    {
      ...tier('reschedule', 1, '1', 'hours', 'amount', '5'),
      ...tier('reschedule', 2, '60', 'minutes', 'amount', '5'),
    },
    'Moving, row 2, at least this long before: Give each row less notice than the row above it.',
  ],
  [
    tier('reschedule', 1, '0', 'hours', 'percent', '101'),
    'Moving, row 1, how much: Write a whole percentage from 0 to 100.',
  ],
  [
    tier('reschedule', 1, '0', 'hours', 'amount', '5.001'),
    'Moving, row 1, how much: Write the amount like 40 or 40.00.',
  ],
  [tier('reschedule', 1, '0', 'hours', 'gold', '5'), 'Choose one of the answers for “Moving, row 1, costs”.'],
  [
    tier('reschedule', 1, '0', 'hours', 'amount', ''),
    'Moving, row 1, how much: Write what applies with this notice.',
  ],
  [
    tier('reschedule', 1, '', 'hours', 'amount', '5'),
    'Moving, row 1, at least this long before: Write the notice of this row.',
  ],
])('Alva sends %j: the field is named and nothing changes', async (fields, sentence) => {
  const before = await world.checksum()
  const answer = await alva.send(policy, { ...(await shown()), act: 'save', ...fields })
  expect([answer.status, problemsIn(answer.html)]).toEqual([422, [sentence]])
  expect(await world.checksum()).toBe(before)
})

test('Alva adds a firm policy and makes it the standard one', async () => {
  const added = await alva.fillIn('/staff/settings/policies/new', { name: 'Firm', 'cancel-allowed': 'never' })
  const path = added.split('?')[0]!
  const { html } = await alva.open(path)
  expect(html).toContain('Your team can cancel a booking, and customers never can.')
  const made = await alva.send(path, { act: 'default' })
  expect(made.to).toContain('standard=1')
  const policies = await listPolicies(world.context.reader, world.alva)
  expect(policies.filter((entry) => entry.isDefault).map((entry) => entry.name)).toEqual(['Firm'])
  expect((await alva.open('/staff/settings/policies')).html).toContain('Bookings cannot be canceled online.')
})

test('Credit is offered instead of the money; unpaid amounts are asked for where that is ticked', async () => {
  const rules = async () => (await listVersions(world.context.reader, world.alva, world.policyId))[0]!.rules
  const row = 'cancel-tier-1'
  const shown = Object.keys(fieldsOf((await alva.open(policy)).html, policy))
  const rows = shown.filter((name) => name.startsWith('cancel-tier-'))
  await alva.fillIn(policy, Object.fromEntries(rows.map((name) => [name, ''])))
  const typed = {
    [`${row}-notice-number`]: '0',
    [`${row}-kind`]: 'percent',
    [`${row}-value`]: '50',
    'cancel-credit-kind': 'percent',
    'cancel-credit-value': '100',
    'cancel-credit-months': '18',
    'cancel-owes': 'on',
  }
  await alva.fillIn(policy, typed)
  const { cancel, reschedule } = await rules()
  expect(cancel).toMatchObject({
    credit: { amount: { kind: 'percent', percent: 100 }, months: 18 },
    owesUnpaid: true,
  })
  expect(reschedule).not.toHaveProperty('credit')
  expect(fieldsOf((await alva.open(policy)).html, policy)).toMatchObject(typed)
  const versions = (await listVersions(world.context.reader, world.alva, world.policyId)).length
  await alva.fillIn(policy, {})
  expect(await listVersions(world.context.reader, world.alva, world.policyId)).toHaveLength(versions)
  await alva.fillIn(policy, { 'cancel-credit-value': '40' })
  expect((await alva.open(policy)).html).toContain('row 1: the credit is less than the money')
  await alva.fillIn(policy, { 'cancel-credit-value': '', 'cancel-owes': '' })
  expect((await rules()).cancel).not.toHaveProperty('credit')
  expect((await rules()).cancel).not.toHaveProperty('owesUnpaid')
})

test.each<[Fields, string]>([
  [{ 'cancel-credit-value': '0' }, 'How much credit: Write a whole percentage from 1 to 100.'],
  [{ 'cancel-credit-value': '101' }, 'How much credit: Write a whole percentage from 1 to 100.'],
  [
    { 'cancel-credit-kind': 'amount', 'cancel-credit-value': '1,50' },
    'How much credit: Write the amount like 40 or 40.00.',
  ],
  [
    { 'cancel-credit-kind': 'amount', 'cancel-credit-value': '0' },
    'How much credit: Write an amount above zero.',
  ],
  [
    { 'cancel-credit-value': '50', 'cancel-credit-months': '' },
    'Write a number from 1 to 120 in “Months for which the credit is good”.',
  ],
  [
    { 'cancel-credit-value': '50', 'cancel-credit-months': '121' },
    'Write a number from 1 to 120 in “Months for which the credit is good”.',
  ],
  [
    { 'cancel-credit-kind': 'barter', 'cancel-credit-value': '50' },
    'Choose one of the answers for “Credit of”.',
  ],
])('Alva offers credit of %j: the field is named and no version is made', async (fields, sentence) => {
  const before = await world.checksum()
  const shown = fieldsOf((await alva.open(policy)).html, policy)
  const answer = await alva.send(policy, { ...shown, ...fields })
  expect([answer.status, problemsIn(answer.html)]).toEqual([422, [sentence]])
  expect(await world.checksum()).toBe(before)
})
