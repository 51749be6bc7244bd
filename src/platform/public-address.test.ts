import { expect, test } from 'vitest'
import { placementOf } from './public-address.ts'

test.each([
  '1.1.1.1',
  '93.184.216.34',
  '2606:4700:4700::1111',
  '::ffff:1.1.1.1',
  // NAT64 and 6to4 around a public address.
  '64:ff9b::101:101',
  '2002:101:101::1',
])('%s is public', (address) => {
  expect(placementOf(address, [])).toBe('public')
})

/*
 * Each of these has reached a private service through somebody's filter. Seen to fail, among others, with the look
 * inside 6to4 and NAT64 left out, with ::/96 counted as unicast, and with mapped addresses taken as they stand.
 */
test.each([
  ['0.0.0.0', 'this machine'],
  ['10.1.2.3', 'private'],
  ['100.64.0.1', 'carrier-grade NAT'],
  ['100.100.100.200', 'a metadata service'],
  ['127.0.0.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['169.254.169.254', 'a metadata service'],
  ['172.16.0.1', 'private'],
  ['192.0.2.1', 'documentation'],
  ['192.168.1.1', 'private'],
  ['198.18.0.1', 'benchmarking'],
  ['224.0.0.1', 'multicast'],
  ['255.255.255.255', 'broadcast'],
  ['::', 'unspecified'],
  ['::1', 'loopback'],
  ['::7f00:1', 'IPv4-compatible loopback'],
  ['::127.0.0.1', 'IPv4-compatible loopback'],
  ['::ffff:127.0.0.1', 'mapped loopback'],
  ['::ffff:a9fe:a9fe', 'mapped metadata'],
  ['::ffff:0:7f00:1', 'translated loopback'],
  ['64:ff9b::7f00:1', 'loopback behind NAT64'],
  ['64:ff9b::a00:1', 'private behind NAT64'],
  ['64:ff9b:1::101:101', 'a NAT64 of its own'],
  ['2002:7f00:1::1', 'loopback behind 6to4'],
  ['2002:c0a8:101::', 'private behind 6to4'],
  ['2001:0:7f00:1::f5ff:fefe', 'a Teredo server on loopback'],
  ['2001:0:101:101::80ff:fffe', 'a Teredo client on loopback'],
  ['fe80::1', 'link-local'],
  ['fe80::1%eth0', 'link-local'],
  ['fec0::1', 'site-local'],
  ['fd00::1', 'unique local'],
  ['ff02::1', 'multicast'],
  ['2001:db8::1', 'documentation'],
  ['4000::1', 'never given out'],
  ['nonsense', 'no address'],
  ['', 'no address'],
])('%s (%s) is closed', (address) => {
  expect(placementOf(address, [])).toBe('closed')
})

test('the operator’s networks are open, however their addresses are written, and nothing beside them', () => {
  const allowed = ['127.0.0.0/8', 'fd00::/8']
  for (const address of ['127.0.0.1', '::ffff:127.0.0.1', 'fd12::1'])
    expect(placementOf(address, allowed)).toBe('allowed')
  for (const address of ['10.0.0.1', '::1', '64:ff9b::7f00:1', '2002:7f00:1::'])
    expect(placementOf(address, allowed)).toBe('closed')
  expect(placementOf('1.1.1.1', allowed)).toBe('public')
})
