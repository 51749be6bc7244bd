import { describe, expect, test } from 'vitest'
import { ask, hours, minute, offered, owner, why } from '../../../test/slot-question.ts'
import { fillSeats, ownersFreeAt } from './slots.ts'

// Seen to fail when pools that share a member were treated as if they did not.
describe('panels and pools', () => {
  const nine: [string, string] = ['2027-01-12T09:00Z', '2027-01-12T10:00Z']
  const ten: [string, string] = ['2027-01-12T10:00Z', '2027-01-12T11:00Z']
  const eleven: [string, string] = ['2027-01-12T11:00Z', '2027-01-12T12:00Z']

  test('a panel meets when all fixed members are free', () => {
    expect(
      offered(ask({ owners: [owner('Alva', { taken: [nine] }), owner('Bo', { taken: [ten] })] })),
    ).toEqual(['11:00'])
  })

  test('a round robin is offered while one member is free', () => {
    const owners = [owner('Alva', { taken: [nine, ten] }), owner('Bo', { taken: [ten, eleven] })]
    const question = ask({ owners, seats: [{ seatId: 'anyone', candidates: [0, 1] }] })
    expect(offered(question)).toEqual(['09:00', '11:00'])
    expect([...ownersFreeAt(question, minute(nine[0]))!]).toEqual([1])
    expect(ownersFreeAt(question, minute(ten[0]))).toBeNull()
    expect(why(question, ten[0])).toBe('taken')
  })

  test('a fixed member and one of a pool', () => {
    const owners = [
      owner('Alva', { taken: [nine] }),
      owner('Bo', { taken: [ten] }),
      owner('Dag', { taken: [ten, eleven] }),
    ]
    const seats = [
      { seatId: 'primary', candidates: [0] },
      { seatId: 'panelist', candidates: [1, 2] },
    ]
    expect(offered(ask({ owners, seats }))).toEqual(['11:00'])
  })

  test('nobody fills two seats of one meeting', () => {
    const seats = [
      { seatId: 'primary', candidates: [0] },
      { seatId: 'panelist', candidates: [0, 1] },
    ]
    const owners = [owner('Alva'), owner('Bo', { taken: [ten] })]
    expect(offered(ask({ owners, seats }))).toEqual(['09:00', '11:00'])
    expect(offered(ask({ owners, seats: [seats[0]!, { seatId: 'other', candidates: [0] }] }))).toEqual([])
  })

  test('three pools that share two people need a third', () => {
    const owners = [owner('Alva'), owner('Bo'), owner('Dag', { taken: [nine] })]
    const seats = [
      { seatId: 'a', candidates: [0, 1] },
      { seatId: 'b', candidates: [1, 0] },
      { seatId: 'c', candidates: [0, 1, 2] },
    ]
    const question = ask({ owners, seats })
    expect(offered(question)).toEqual(['10:00', '11:00'])
    expect(why(question, nine[0])).toBe('taken')
    expect(fillSeats(question, minute(ten[0]), () => 0)).toEqual(
      new Map([
        ['a', 'Alva'],
        ['b', 'Bo'],
        ['c', 'Dag'],
      ]),
    )
  })

  test('hours, not diaries, are the reason when too few people work', () => {
    const owners = [owner('Alva'), owner('Bo', { weekly: hours('13:00', '14:00'), taken: [nine] })]
    expect(why(ask({ owners }), nine[0])).toBe('outside_hours')
  })

  test('the first seat takes whom it prefers, unless another seat needs that person', () => {
    const owners = [owner('Alva'), owner('Bo'), owner('Dag')]
    const seats = [
      { seatId: 'lead', candidates: [0, 1, 2] },
      { seatId: 'expert', candidates: [1] },
    ]
    const question = ask({ owners, seats })
    const filled = (preferences: number[]) =>
      fillSeats(question, minute(nine[0]), (index) => preferences[index]!)?.get('lead')
    expect(filled([1, 2, 0])).toBe('Dag')
    expect(filled([2, 0, 1])).toBe('Dag')
    expect(filled([0, 0, 0])).toBe('Alva')
    expect(
      fillSeats(ask({ owners: [owner('Alva', { taken: [nine] })] }), minute(nine[0]), () => 0),
    ).toBeNull()
  })

  test('colleagues with the same hours but different days off are not confused', () => {
    const off = { overrides: [{ date: '2027-01-12', spans: [] }] }
    const seats = [{ seatId: 'anyone', candidates: [0, 1] }]
    expect(offered(ask({ owners: [owner('Alva'), owner('Bo', off)], seats }))).toHaveLength(3)
    expect(offered(ask({ owners: [owner('Bo', off), owner('Alva')], seats }))).toHaveLength(3)
    expect(offered(ask({ owners: [owner('Bo', off), owner('Dag', off)], seats }))).toEqual([])
  })
})
