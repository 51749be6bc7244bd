import { shortDate } from '#messages/dates.ts'
import { policySentence } from '#messages/policy.ts'
import { policyWords } from '#messages/settings-policies.ts'
import { paths } from '#paths.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { listPolicies } from '#domain/policies/policies.ts'
import { now } from '#platform/clock.ts'
import { ButtonLink } from '#ui/button.tsx'
import { Row } from '#ui/layout.tsx'
import { StatusChip } from '#ui/status-chip.tsx'
import { DataTable } from '#ui/table.tsx'
import type { StaffContext } from '../staff-env.ts'
import { settingsPage } from './settings-page.tsx'

/** GET: every policy with its newest version. */
export async function showPolicies(c: StaffContext): Promise<Response> {
  const { locale, scope, deps } = c.var
  const { reader } = deps.context
  const words = policyWords(locale)
  const { currency, zone } = await loadSettings(reader, scope)
  const at = await now(reader, scope.orgId)
  const policies = await listPolicies(reader, scope)
  const rows = policies.map((policy) => ({
    href: paths.policy(policy.id),
    cells: [
      <bdi>{policy.name}</bdi>,
      policy.version,
      shortDate(policy.since, zone, locale, at),
      <bdi>{policySentence('cancel', policy.rules.cancel, 'booking', currency, locale)}</bdi>,
      <bdi>{policySentence('reschedule', policy.rules.reschedule, 'booking', currency, locale)}</bdi>,
      policy.isDefault ? <StatusChip kind="scheduled" label={words.columns.standard} /> : '',
    ],
  }))
  const columns = Object.values(words.columns).map((label) => ({ label }))
  return settingsPage(
    c,
    { title: words.title, lead: words.lead },
    <>
      <Row>
        <ButtonLink kind="primary" href={paths.newPolicy()}>
          {words.add}
        </ButtonLink>
      </Row>
      <DataTable caption={words.title} captionHidden columns={columns} rows={rows} />
      <p class="quiet">{words.keepLine}</p>
    </>,
  )
}
