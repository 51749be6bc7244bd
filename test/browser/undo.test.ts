import { describe, expect, test } from 'vitest'
import { HIRING } from '../../db/town-hiring.ts'
import { bookByHand, CLEO, headingOf, linkOf, mailTo, openBusiness, pass } from './journey.ts'
import { openStage } from './test-app.ts'

/*
 * Cleo cancels from her mail, changes her mind, and takes it back with one press: the page says until when by the clock,
 * and a new invitation with a higher number brings the meeting back into her calendar. Once with scripts and once without.
 * Seen to fail when the button lost its form.
 */

const stage = openStage()

describe.each([
  { name: 'with scripts', javaScriptEnabled: true },
  { name: 'without scripts', javaScriptEnabled: false },
])('$name', ({ javaScriptEnabled }) => {
  test('Cleo takes a cancellation back with one press', async () => {
    const business = await openBusiness(stage, HIRING, `undo-${javaScriptEnabled}`)
    const visitor = await stage.visitor({ javaScriptEnabled })
    const page = await visitor.newPage()
    await bookByHand(page, business, 'Panel interview')
    const invitation = await mailTo(stage, CLEO.email)
    stage.app.sink.forget()

    await page.goto(linkOf(invitation, 'Cancel'))
    expect(await page.locator('main').innerText()).toContain('You can undo this for 10 minutes.')
    await page.getByLabel('The time no longer works').check()
    await pass(stage, business)
    await page.getByRole('button', { name: 'Cancel the booking' }).click()
    expect(await headingOf(page)).toBe('Your booking is cancelled')
    const canceled = page.url()
    await pass(stage, business)

    await page.getByRole('button', { name: /^Undo: put it back until \d/ }).click()
    expect(await headingOf(page)).toBe('Your booking is back')
    expect(await page.locator('main').innerText()).toContain('Same time, same people, same price.')
    await page.getByRole('link', { name: 'See or change your booking' }).click()
    expect(await headingOf(page)).toBe('How would you like to update this booking?')

    // The back button, and the address that the mail knows, say what is so now.
    await page.goto(canceled)
    expect(await headingOf(page)).toBe('Your booking is back')
    expect(await page.getByRole('button', { name: /^Undo/ }).count()).toBe(0)
    await page.close()
  })
})
