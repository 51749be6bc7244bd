import { expect, test } from 'vitest'
import { colourOf, initialsOf, PeopleList } from './people-list.tsx'

test('initials are those of the first and the last name, in any script', () => {
  expect(initialsOf('Dana Reyes')).toBe('DR')
  expect(initialsOf('  Żaneta  Maria Wójcik ')).toBe('ŻW')
  expect(initialsOf('Cleo')).toBe('C')
  expect(initialsOf('ليلى حداد')).toBe('لح')
  expect(initialsOf('e\u0301mile zola')).toBe('E\u0301Z')
  expect(initialsOf('')).toBe('')
})

test('a person keeps one of eight colours', () => {
  expect(colourOf('Dana Reyes')).toBe(colourOf('Dana Reyes'))
  for (const name of ['', 'A', 'Bo', 'Cleo', '👩‍⚕️']) expect([1, 2, 3, 4, 5, 6, 7, 8]).toContain(colourOf(name))
})

test('a panel lists names with roles, and the initials are not read out', () => {
  const html = String(<PeopleList label="Panel" people={[{ name: 'Bo <Lind>', role: 'Lead' }]} />)
  expect(html).toContain('<ul class="people" aria-label="Panel">')
  expect(html).toContain('<bdi>Bo &lt;Lind&gt;</bdi><span class="people-role">Lead</span>')
  expect(html).toMatch(/<span class="avatar" data-colour="\d" aria-hidden="true">B&lt;<\/span>/u)
})
