import type { BusinessPlan, SampleCustomer } from './town-build.ts'
import { WEEKDAYS, at } from './town-plan-parts.ts'
import { OPEN_RULE, type PolicyRules } from '#domain/policies/policy.ts'

/** When the clock of this business starts: two days before the meetings of its customer. */
export const CLOCK_2019 = '2019-06-25T12:00:00Z'

/** The zone is called by its country, so pages tell it that way, too. */
const EASTERN = 'US/Eastern'

const ANY_TIME: PolicyRules = {
  cancel: { ...OPEN_RULE, reason: 'required' },
  reschedule: OPEN_RULE,
}

/**
 * A small office on the American east coast in the summer of 2019, whose calendar looks back: a short meeting that is
 * booked three at a time, and half an hour with a panel.
 */
export const TOWN_2019: BusinessPlan = {
  name: 'Eastgate Advisors',
  slug: 'eastgate',
  zone: EASTERN,
  locale: 'en-US',
  currency: 'USD',
  contactEmail: 'office@eastgate.example',
  contactPhone: '+1 617 555 0112',
  intro: 'Short meetings, when it suits you.',
  policies: [{ name: 'Any time', rules: ANY_TIME }],
  team: [
    {
      key: 'dana',
      name: 'Dana Whitfield',
      email: 'dana@eastgate.example',
      title: 'Adviser',
      roleKey: 'owner',
      hours: [[WEEKDAYS, at(9), at(17)]],
    },
    {
      key: 'luis',
      name: 'Luis Ortega',
      email: 'luis@eastgate.example',
      title: 'Analyst',
      roleKey: 'host',
      hours: [[WEEKDAYS, at(9), at(17)]],
    },
    {
      key: 'ruth',
      name: 'Ruth Kessler',
      email: 'ruth@eastgate.example',
      title: 'Partner',
      roleKey: 'host',
      hours: [[WEEKDAYS, at(9), at(17)]],
    },
  ],
  resources: [],
  eventTypes: [
    {
      slug: 'three-short-meetings',
      name: '15-minute meeting',
      description: 'Three short meetings, booked in one go.',
      hostRule: 'one',
      durationMinutes: 15,
      sessionCount: 3,
      stepMinutes: 15,
      locationKind: 'phone',
      seats: [{ role: 'primary', label: '', who: ['dana'] }],
    },
    {
      slug: 'panel-meeting',
      name: '30-minute meeting',
      description: 'Half an hour with the three of us.',
      hostRule: 'panel',
      durationMinutes: 30,
      stepMinutes: 30,
      locationKind: 'phone',
      seats: [
        { role: 'primary', label: 'Lead', who: ['dana'] },
        { role: 'additional', label: 'Analyst', who: ['luis'] },
        { role: 'additional', label: 'Partner', who: ['ruth'] },
      ],
    },
  ],
}

/** John, who books both; he reads times in the zone that he booked in. */
export const JOHN_2019: SampleCustomer = {
  name: 'John Smith',
  email: 'john.smith@customer.example',
  zone: EASTERN,
  locale: 'en-US',
}

/** Thursday, June 27, 2019: 10:30, 1:30 and 1:45, and half past two with the panel. */
export const MEETINGS_2019 = {
  'three-short-meetings': ['2019-06-27T14:30:00Z', '2019-06-27T17:30:00Z', '2019-06-27T17:45:00Z'],
  'panel-meeting': ['2019-06-27T18:30:00Z'],
} as const
