import { expect, test } from 'vitest'
import { watchSilentAddresses } from './silent-addresses.ts'

test('a silent address rests, and no other does, until it answers', () => {
  const addresses = watchSilentAddresses(60_000)
  expect(addresses.mayCall('a')).toBe(true)
  addresses.fellSilent('a')
  expect([addresses.mayCall('a'), addresses.mayCall('b')]).toEqual([false, true])
  addresses.answered('a')
  expect(addresses.mayCall('a')).toBe(true)
})

// Seen to fail when the one that tries did not start another rest.
test('when the rest is over one call tries it, not all that wait', () => {
  let elapsedMs = 0
  const addresses = watchSilentAddresses(60_000, () => elapsedMs)
  addresses.fellSilent('a')
  elapsedMs = 59_999
  expect(addresses.mayCall('a')).toBe(false)
  elapsedMs = 60_000
  expect([addresses.mayCall('a'), addresses.mayCall('a')]).toEqual([true, false])
})
