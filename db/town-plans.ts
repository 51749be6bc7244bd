import { OPEN_RULE, type ActionRule, type PolicyRules } from '#domain/policies/policy.ts'
import type { BusinessPlan, SampleCustomer } from './town-build.ts'

const WEEKDAYS = [1, 2, 3, 4, 5]
const at = (hour: number, minute = 0) => hour * 60 + minute

const until = (hours: number, rest: Partial<ActionRule> = {}): ActionRule => ({
  ...OPEN_RULE,
  allowed: { kind: 'until', noticeMinutes: hours * 60 },
  ...rest,
})

const FLEXIBLE: PolicyRules = { cancel: { ...OPEN_RULE, reason: 'required' }, reschedule: OPEN_RULE }

const FAIR: PolicyRules = {
  cancel: until(24, { blockedMessage: 'Please ring us before you give up: we often find another way.' }),
  reschedule: until(12, { blockedMessage: 'Please ring us: somebody may swap with you.' }),
}

const FIRM: PolicyRules = {
  cancel: until(48, { reason: 'required', blockedMessage: 'This course is planned two days ahead. Please ring us.' }),
  reschedule: until(48, { limit: 2 }),
}

export const CLINIC: BusinessPlan = {
  name: 'Harbour Physio',
  slug: 'harbour-physio',
  zone: 'Europe/London',
  locale: 'en-GB',
  currency: 'GBP',
  contactEmail: 'hello@harbour-physio.example',
  contactPhone: '+44 20 7946 0018',
  intro: 'Physiotherapy by the water. Pick a time; you can change it later from the mail.',
  policies: [
    { name: 'Fair', rules: FAIR },
    { name: 'Firm', rules: FIRM },
  ],
  team: [
    { key: 'dana', name: 'Dana Reyes', email: 'dana@harbour-physio.example', title: 'Lead physiotherapist', roleKey: 'owner', hours: [[WEEKDAYS, at(9), at(17, 30)], [[6], at(10), at(14)]] },
    { key: 'omar', name: 'Omar Haddad', email: 'omar@harbour-physio.example', title: 'Physiotherapist', roleKey: 'host', hours: [[[1, 2, 4, 5], at(8), at(16)], [[3], at(12), at(20)]] },
    { key: 'priya', name: 'Priya Nair', email: 'priya@harbour-physio.example', title: 'Sports physiotherapist', roleKey: 'host', hours: [[[2, 3, 4], at(10), at(18)], [[6, 7], at(10), at(14)]] },
    { key: 'ines', name: 'Ines Duarte', email: 'ines@harbour-physio.example', title: 'Front desk', roleKey: 'manager', hours: [] },
  ],
  resources: [{ key: 'pool', name: 'Hydrotherapy pool' }],
  eventTypes: [
    {
      slug: 'initial-assessment',
      name: 'Initial assessment',
      description: 'We listen, test how you move and agree on a plan.',
      hostRule: 'one',
      durationMinutes: 45,
      stepMinutes: 15,
      bufferAfterMinutes: 15,
      locationDetail: 'Harbour Physio, 4 Wharf Lane, London SE1',
      priceMinor: 6500n,
      paymentMode: 'price_shown',
      questions: [{ key: 'complaint', label: 'What brings you here?', kind: 'text', required: true }],
      seats: [{ role: 'primary', label: '', who: ['dana'] }],
    },
    {
      slug: 'follow-up',
      name: 'Follow-up treatment',
      description: 'Hands-on treatment with whoever is free first.',
      hostRule: 'round_robin',
      durationMinutes: 30,
      stepMinutes: 30,
      bufferAfterMinutes: 10,
      locationDetail: 'Harbour Physio, 4 Wharf Lane, London SE1',
      priceMinor: 4000n,
      paymentMode: 'price_shown',
      seats: [{ role: 'primary', label: '', who: ['dana', 'omar', 'priya'] }],
    },
    {
      slug: 'hydrotherapy',
      name: 'Hydrotherapy',
      description: 'Exercises in warm water, one to one.',
      hostRule: 'one',
      durationMinutes: 45,
      stepMinutes: 30,
      bufferAfterMinutes: 15,
      locationDetail: 'Hydrotherapy pool, Harbour Physio',
      priceMinor: 5500n,
      paymentMode: 'price_shown',
      policy: 'Firm',
      seats: [
        { role: 'primary', label: '', who: ['priya'] },
        { role: 'resource', label: 'Pool', who: ['pool'] },
      ],
    },
    {
      slug: 'back-care-course',
      name: 'Back-care course',
      description: 'Three sessions that build on each other.',
      hostRule: 'one',
      durationMinutes: 30,
      sessionCount: 3,
      stepMinutes: 30,
      locationDetail: 'Harbour Physio, 4 Wharf Lane, London SE1',
      priceMinor: 10500n,
      paymentMode: 'price_shown',
      seats: [{ role: 'primary', label: '', who: ['omar'] }],
    },
  ],
}

export const HIRING: BusinessPlan = {
  name: 'Brightwater Hiring',
  slug: 'brightwater',
  zone: 'America/New_York',
  locale: 'en-US',
  currency: 'USD',
  contactEmail: 'talent@brightwater.example',
  contactPhone: '+1 212 555 0148',
  intro: 'Choose when you would like to talk with us. You can move or cancel from the mail at any time.',
  policies: [{ name: 'Flexible', rules: FLEXIBLE }],
  team: [
    { key: 'alva', name: 'Alva Lindqvist', email: 'alva@brightwater.example', title: 'Head of engineering', roleKey: 'owner', hours: [[WEEKDAYS, at(9), at(17)]] },
    { key: 'bo', name: 'Bo Chen', email: 'bo@brightwater.example', title: 'Staff engineer', roleKey: 'host', hours: [[WEEKDAYS, at(10), at(18)]] },
    { key: 'cy', name: 'Cy Okafor', email: 'cy@brightwater.example', title: 'Product manager', roleKey: 'host', hours: [[WEEKDAYS, at(9), at(16, 30)]] },
    { key: 'mei', name: 'Mei Tanaka', email: 'mei@brightwater.example', title: 'Recruiter', roleKey: 'manager', hours: [[WEEKDAYS, at(8, 30), at(17)]] },
    { key: 'ravi', name: 'Ravi Menon', email: 'ravi@brightwater.example', title: 'Recruiter', roleKey: 'host', hours: [[WEEKDAYS, at(9), at(17)]] },
  ],
  resources: [],
  eventTypes: [
    {
      slug: 'panel-interview',
      name: 'Panel interview',
      description: 'Half an hour with the people you would work with.',
      hostRule: 'panel',
      durationMinutes: 30,
      stepMinutes: 30,
      bufferAfterMinutes: 15,
      locationKind: 'video',
      locationDetail: 'https://meet.brightwater.example/panel',
      seats: [
        { role: 'primary', label: 'Hiring manager', who: ['alva'] },
        { role: 'additional', label: 'Engineer', who: ['bo'] },
        { role: 'additional', label: 'Product', who: ['cy'] },
      ],
    },
    {
      slug: 'screening-call',
      name: 'Screening call',
      description: 'A first quarter of an hour with one of our recruiters.',
      hostRule: 'round_robin',
      durationMinutes: 15,
      stepMinutes: 15,
      locationKind: 'phone',
      seats: [{ role: 'primary', label: 'Recruiter', who: ['mei', 'ravi'] }],
    },
  ],
}

export const HOME_CARE: BusinessPlan = {
  name: 'Bronte Home Care',
  slug: 'bronte-home-care',
  zone: 'Australia/Sydney',
  locale: 'en-GB',
  currency: 'AUD',
  contactEmail: 'desk@bronte-home-care.example',
  contactPhone: '+61 2 5550 0136',
  intro: 'We come to you. Choose a visit and tell us where.',
  policies: [{ name: 'Fair', rules: FAIR }],
  team: [
    { key: 'hugh', name: 'Hugh Marsden', email: 'hugh@bronte-home-care.example', title: 'Founder', roleKey: 'owner', hours: [] },
    { key: 'lena', name: 'Lena Kowalski', email: 'lena@bronte-home-care.example', title: 'Carer', roleKey: 'host', hours: [[WEEKDAYS, at(7), at(15)]] },
    { key: 'tama', name: 'Tama Ngata', email: 'tama@bronte-home-care.example', title: 'Carer', roleKey: 'host', hours: [[WEEKDAYS, at(9), at(18)], [[6], at(9), at(13)]] },
    { key: 'sofia', name: 'Sofia Marino', email: 'sofia@bronte-home-care.example', title: 'Handyperson', roleKey: 'host', hours: [[WEEKDAYS, at(8), at(16)]] },
  ],
  resources: [{ key: 'van', name: 'Van' }],
  eventTypes: [
    {
      slug: 'care-visit',
      name: 'Care visit',
      description: 'An hour of help at home.',
      hostRule: 'round_robin',
      durationMinutes: 60,
      stepMinutes: 30,
      bufferBeforeMinutes: 15,
      bufferAfterMinutes: 30,
      locationKind: 'customer_place',
      priceMinor: 7800n,
      paymentMode: 'price_shown',
      questions: [{ key: 'address', label: 'Where shall we come?', kind: 'text', required: true }],
      seats: [{ role: 'primary', label: 'Carer', who: ['lena', 'tama'] }],
    },
    {
      slug: 'repair-visit',
      name: 'Repair visit',
      description: 'Small repairs, with the van and its tools.',
      hostRule: 'one',
      durationMinutes: 90,
      stepMinutes: 30,
      bufferAfterMinutes: 30,
      locationKind: 'customer_place',
      priceMinor: 14000n,
      paymentMode: 'price_shown',
      questions: [{ key: 'address', label: 'Where shall we come?', kind: 'text', required: true }],
      seats: [
        { role: 'primary', label: 'Handyperson', who: ['sofia'] },
        { role: 'resource', label: 'Van', who: ['van'] },
      ],
    },
  ],
}

export const JOHN: SampleCustomer = { name: 'John Smith', email: 'john.smith@customer.example', zone: 'America/New_York', locale: 'en-US' }

export const CUSTOMERS: SampleCustomer[] = [
  JOHN,
  { name: 'Cleo Martin', email: 'cleo.martin@customer.example', zone: 'Europe/London', locale: 'en-GB' },
  { name: 'Mina Park', email: 'mina.park@customer.example', zone: 'Asia/Seoul', locale: 'en-US' },
  { name: 'Asha Verma', email: 'asha.verma@customer.example', zone: 'Asia/Kolkata', locale: 'en-GB' },
  { name: 'Tom\u00e1s Rivera', email: 'tomas.rivera@customer.example', zone: 'Europe/Madrid', locale: 'en-GB' },
  { name: 'Grace Adeyemi', email: 'grace.adeyemi@customer.example', zone: 'Europe/London', locale: 'en-GB' },
  { name: 'Noor Rahman', email: 'noor.rahman@customer.example', zone: 'Australia/Sydney', locale: 'en-GB' },
  { name: 'Elias Berg', email: 'elias.berg@customer.example', zone: 'Europe/Stockholm', locale: 'en-GB' },
  { name: 'Ruth Okoye', email: 'ruth.okoye@customer.example', zone: 'Australia/Sydney', locale: 'en-GB' },
  { name: 'Sam Whitlock', email: 'sam.whitlock@customer.example', zone: 'America/Chicago', locale: 'en-US' },
]
