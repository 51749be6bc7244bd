import type { SampleCustomer } from './town-build.ts'

export const JOHN: SampleCustomer = {
  name: 'John Smith',
  email: 'john.smith@customer.example',
  zone: 'America/New_York',
  locale: 'en-US',
}

export const CUSTOMERS: SampleCustomer[] = [
  JOHN,
  { name: 'Cleo Martin', email: 'cleo.martin@customer.example', zone: 'Europe/London', locale: 'en-GB' },
  { name: 'Mina Park', email: 'mina.park@customer.example', zone: 'Asia/Seoul', locale: 'en-US' },
  { name: 'Asha Verma', email: 'asha.verma@customer.example', zone: 'Asia/Kolkata', locale: 'en-GB' },
  {
    name: 'Tom\u00e1s Rivera',
    email: 'tomas.rivera@customer.example',
    zone: 'Europe/Madrid',
    locale: 'en-GB',
  },
  { name: 'Grace Adeyemi', email: 'grace.adeyemi@customer.example', zone: 'Europe/London', locale: 'en-GB' },
  { name: 'Noor Rahman', email: 'noor.rahman@customer.example', zone: 'Australia/Sydney', locale: 'en-GB' },
  { name: 'Elias Berg', email: 'elias.berg@customer.example', zone: 'Europe/Stockholm', locale: 'en-GB' },
  { name: 'Ruth Okoye', email: 'ruth.okoye@customer.example', zone: 'Australia/Sydney', locale: 'en-GB' },
  { name: 'Sam Whitlock', email: 'sam.whitlock@customer.example', zone: 'America/Chicago', locale: 'en-US' },
]
