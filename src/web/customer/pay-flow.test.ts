import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { paths } from '#paths.ts'
import { moneyWorld, type MoneyWorld } from '../../../test/money-world.ts'
import { atBank, comeBack, pressPay, see, sendDetails } from './pay-forms.testing.ts'

let world: MoneyWorld
beforeAll(async () => {
  world = await moneyWorld()
  await world.discount('SPRING', { kind: 'percent', percent: 10 })
})
afterAll(async () => {
  expect(await world.faults()).toEqual([])
  await world.close()
})

describe('Cleo books what is paid in full', () => {
  test('checks it, pays at the bank, and is booked', async () => {
    const sent = await sendDetails(world, 'full', '2026-12-08T09:00:00Z', { discount: 'spring' })
    expect(sent.status).toBe(303)
    const pay = await see(world.visit(sent.to))
    expect(pay.words).toContain('Check and pay')
    expect(pay.words).toContain('Discount SPRING')
    expect(pay.words).toContain('Pay £36.00 and book')
    expect(pay.words).toContain('Includes £6.00 tax (20%).')
    expect(pay.words).toContain('Held for you until 12:10pm')
    expect(pay.words).toContain('This is a test. No money moves.')
    const token = sent.to.split('/')[2]!
    const started = await pressPay(world, token)
    expect(started.to).toMatch(/^\/test-bank\//)
    const bank = await see(world.visit(started.to))
    expect(bank.words).toContain('Harbour Physio: Physiotherapy')
    expect(bank.words).toContain('Pay £36.00')
    const back = await atBank(world, started.to)
    const asking = await see(world.visit(back))
    expect(asking.words).toContain('We are asking for your payment')
    const result = await comeBack(world, back)
    expect(result.to).toBe(paths.result(token, { done: 'booked' }))
    const booked = await see(world.visit(result.to))
    expect(booked.words).toContain('Booked')
    expect(booked.words).toContain('Paid £36.00 With Test card 4242.')
    const again = await see(world.visit(paths.pay(token)))
    expect(again.to).toBe(paths.result(token, { done: 'booked' }))
  })
})
