import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { paths } from '#paths.ts'
import { cleanText } from '#platform/forms.ts'
import {
  appOver,
  fieldsOf,
  openOffice,
  visitorFor,
  Visitor,
  type Fields,
} from '../../../../test/settings/office.ts'
import { makeWorld, type World } from '../../../../test/world.ts'

const STRINGS: string[] = JSON.parse(
  readFileSync('node_modules/big-list-of-naughty-strings/blns.json', 'utf8'),
)

let world: World
let alva: Visitor

beforeAll(async () => {
  world = await makeWorld({})
  alva = await visitorFor({ context: world.context, app: appOver(world.context) }, world.alva)
})

afterAll(() => world.close())

const member = () => `/staff/settings/team/${world.bo.actor.memberId}`
const hours = () => `/staff/settings/hours/${world.bo.actor.memberId}`
const eventType = () => `/staff/settings/event-types/${world.eventTypeId}`
const page = () => `/staff/settings/pages/${world.pageId}`
const policy = () => `/staff/settings/policies/${world.policyId}`

/** Free text of each form: whatever people write there is kept as it is. */
const free: [string, () => string, string[], Fields][] = [
  ['organization', () => '/staff/settings/organization', ['name', 'contactPhone'], {}],
  ['team member', member, ['name', 'title'], {}],
  [
    'event type',
    eventType,
    ['name', 'description', 'locationDetail', 'primary-label', 'place-1-label', 'question-1-label'],
    {},
  ],
  ['booking page', page, ['title', 'intro'], {}],
  [
    'policy',
    policy,
    ['name', 'cancel-text', 'reschedule-text', 'cancel-blocked', 'reschedule-blocked'],
    { 'cancel-description': 'custom', 'reschedule-description': 'custom' },
  ],
  [
    'financial settings',
    () => paths.financialSettings(),
    ['invoicePrefix', 'invoiceSeller', 'invoiceThanks'],
    {},
  ],
]

test.each(free)(
  'Alva writes each of the strings into a free text of the %s form, and reads it back',
  async (_name, path, names, more) => {
    const valid = { ...fieldsOf((await alva.open(path())).html, path()), ...more, act: 'save' }
    const statuses = new Set<number>()
    for (let first = 0; first < STRINGS.length; first += names.length) {
      const typed = Object.fromEntries(
        names.map((name, index) => [name, STRINGS[(first + index) % STRINGS.length]!]),
      )
      const answer = await alva.send(path(), { ...valid, ...typed })
      statuses.add(answer.status)
      const html =
        answer.status === 303
          ? first % (8 * names.length) === 0
            ? (await alva.open(path())).html
            : ''
          : answer.html
      if (html === '') continue
      const back = fieldsOf(html, path())
      for (const [name, text] of Object.entries(typed)) {
        if (answer.status === 303) expect([name, plain(back[name])]).toEqual([name, plain(cleanText(text))])
        if (/<[a-z/!?]/i.test(text) && html.includes(text))
          throw new Error(`${name} comes out as markup: ${text}`)
      }
    }
    expect([...statuses].toSorted()).toEqual([303, 422])
  },
  120_000,
)

// Line breaks of one-line fields become spaces, and a text area shows its line breaks one way.
const plain = (value: string | string[] | undefined) =>
  [value ?? ''].flat().join('').replaceAll(/\s+/g, ' ').trim()

async function eightAtATime(
  send: (text: string) => Promise<{ status: number }>,
  strings = STRINGS,
): Promise<number[]> {
  const statuses: number[] = []
  for (let first = 0; first < strings.length; first += 8) {
    const answers = await Promise.all(strings.slice(first, first + 8).map(send))
    statuses.push(...answers.map((answer) => answer.status))
  }
  return statuses
}

/** Every text box of each form at once: most of it is no time, number or address, and all of it is answered. */
const all: [string, () => string, Fields][] = [
  ['organization', () => '/staff/settings/organization', {}],
  ['new team member', () => '/staff/settings/team/new', {}],
  ['room or device', () => '/staff/settings/resources', {}],
  ['week', hours, { act: 'week' }],
  ['date', hours, { act: 'date' }],
  ['removed date', hours, { act: 'remove' }],
  ['time off', () => `${hours()}/time-off`, {}],
  ['event type', eventType, {}],
  ['booking page', page, {}],
  ['policy', policy, { act: 'preview' }],
  ['financial settings', () => paths.financialSettings(), {}],
  ['new discount code', () => paths.newDiscountCode(), {}],
]

// A third of the strings a form, each of them in several forms.
test.each(all)(
  'The strings in all boxes of the %s form are a page or a refusal',
  async (_name, path, more) => {
    const fields = Object.keys(fieldsOf((await alva.open(path())).html, path()))
    const turn = all.findIndex((form) => form[1] === path)
    const statuses = await eightAtATime(
      (text) => alva.send(path(), { ...Object.fromEntries(fields.map((name) => [name, text])), ...more }),
      STRINGS.filter((_, index) => index % 3 === turn % 3),
    )
    expect(statuses.filter((status) => ![200, 303, 422].includes(status))).toEqual([])
  },
  120_000,
)

test('Each of the strings is answered by the page that sets up a business', async () => {
  const office = await openOffice()
  try {
    const dag = new Visitor(office.app)
    const fields = Object.keys(fieldsOf((await dag.open('/staff/setup')).html, '/staff/setup'))
    const statuses = await eightAtATime((text) =>
      dag.send('/staff/setup', Object.fromEntries(fields.map((name) => [name, text]))),
    )
    expect(new Set(statuses)).toEqual(new Set([422]))
  } finally {
    await office.close()
  }
}, 120_000)
