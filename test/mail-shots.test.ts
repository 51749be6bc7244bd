import { mkdirSync, writeFileSync } from 'node:fs'
import { test } from 'vitest'
import { makeWorld, FIRST_START } from './world.ts'
import { bookPanel, cancelByCustomer, changeByCustomer, deliveriesOf, postman } from './mail-world.ts'
test('shots', async () => {
  const world = await makeWorld({ booking: { guests: [{ name: 'Dag', email: 'dag@x.example' }] } })
  const p = postman(world, null)
  await p.deliverAll()
  await changeByCustomer(world, world.cleo, { reschedule: [{ session: (await world.load(world.cleo)).sessions[0]!.id, start: FIRST_START.subtract({ hours: 1 }) }] }, 'I have <b>another</b> appointment at www.evil.com')
  await p.deliverAll()
  await cancelByCustomer(world, world.cleo, 'I took another offer.')
  await p.deliverAll()
  const pack = await bookPanel(world, 2, { sessionCount: 3, priceMinor: 12000n, paymentMode: 'price_shown', name: 'Coaching' , locationKind: 'in_person', locationDetail: '12 Water Street, Floor 3'})
  await p.deliverAll()
  const b = await world.load(pack)
  await changeByCustomer(world, pack, { cancel: [b.sessions[2]!.id], reschedule: [{ session: b.sessions[1]!.id, start: b.sessions[1]!.startsAt.add({ hours: 2 }) }] }, 'Work')
  await p.deliverAll()
  await world.changeByStaff(world.alva, pack, { cancel: [b.sessions[0]!.id] })
  await p.deliverAll()
  mkdirSync('/tmp/mails', { recursive: true })
  for (const d of await deliveriesOf(world)) {
    const name = `${d.booking_id === pack.bookingId ? 'pack' : 'one'}-${d.kind.replace('booking_', '')}-${d.audience}`
    writeFileSync(`/tmp/mails/${name}.html`, d.body_html ?? '')
    writeFileSync(`/tmp/mails/${name}.txt`, `STATE ${d.state} ${d.state_detail}\nSubject: ${d.subject}\nTo: ${d.to_address} cc ${d.cc_addresses}\n\n${d.body_text}\n\n${d.calendar_file}`)
  }
  await p.close(); await world.close()
})
