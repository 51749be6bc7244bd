import { shortZoneLabel } from '#messages/dates.ts'
import { formWords, teamWords } from '#messages/settings.ts'
import { paths } from '#paths.ts'
import { listTeam } from '#domain/team/members.ts'
import { now } from '#platform/clock.ts'
import { ButtonLink } from '#ui/button.tsx'
import { Row } from '#ui/layout.tsx'
import { StatusChip } from '#ui/status-chip.tsx'
import { DataTable } from '#ui/table.tsx'
import type { StaffContext } from '../staff-env.ts'
import { settingsPage } from './settings-page.tsx'

/** GET: everybody on the team. */
export async function showTeam(c: StaffContext): Promise<Response> {
  const { reader } = c.var.deps.context
  const words = teamWords(c.var.locale)
  const common = formWords(c.var.locale)
  const at = await now(reader, c.var.scope.orgId)
  const team = await listTeam(reader, c.var.scope)
  const rows = team.map((member) => ({
    href: paths.member(member.id),
    cells: [
      <bdi>{member.name}</bdi>,
      <bdi>{member.email}</bdi>,
      <bdi>{member.title}</bdi>,
      words.roleNames[member.roleKey] ?? member.roleName,
      shortZoneLabel(member.zone, at),
      <a href={paths.hours(member.id)} aria-label={words.hoursOf(member.name)}>
        {words.hours}
      </a>,
      <StatusChip
        kind={member.active ? 'scheduled' : 'neutral'}
        label={member.active ? common.on : common.off}
      />,
    ],
  }))
  const columns = [words.name, words.email, words.jobTitle, words.role, words.zone, words.hours, words.state]
  return settingsPage(
    c,
    { title: words.title, lead: words.lead, saved: words.saved },
    <>
      <Row>
        <ButtonLink kind="primary" href={paths.newMember()}>
          {words.add}
        </ButtonLink>
      </Row>
      <DataTable
        caption={words.title}
        captionHidden
        columns={columns.map((label) => ({ label }))}
        rows={rows}
      />
    </>,
  )
}
