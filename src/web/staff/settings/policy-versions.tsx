import { longDate, clockTime } from '#messages/dates.ts'
import type { Locale } from '#messages/locale.ts'
import { policySentence } from '#messages/policy.ts'
import { policyWords } from '#messages/settings-policies.ts'
import { paths } from '#paths.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { listVersions, type PolicyEntry } from '#domain/policies/policies.ts'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { Row } from '#ui/layout.tsx'
import { DataTable } from '#ui/table.tsx'
import type { StaffContext } from '../staff-env.ts'
import { ACTIONS } from './policy-form.ts'

/** Older versions govern bookings all the same; the list only stops here. */
const MOST_SHOWN = 20

/** The newest versions with their dates and who saved them. */
export async function Versions({
  c,
  policy,
  currency,
}: {
  c: StaffContext
  policy: PolicyEntry
  currency: string
}) {
  const { locale, scope, deps } = c.var
  const words = policyWords(locale)
  const { zone } = await loadSettings(deps.context.reader, scope)
  const versions = await listVersions(deps.context.reader, scope, policy.id)
  const rows = versions.slice(0, MOST_SHOWN).map((version) => ({
    cells: [
      version.version,
      <time
        datetime={version.since.toString()}
      >{`${longDate(version.since, zone, locale)}, ${clockTime(version.since, zone, locale)}`}</time>,
      <bdi>{version.by ?? words.system}</bdi>,
      <div>
        {ACTIONS.map((action) => (
          <p class="small">
            <bdi>{policySentence(action, version.rules[action], 'booking', currency, locale)}</bdi>
          </p>
        ))}
      </div>,
    ],
  }))
  const columns = [words.version, words.since, words.by, words.rules].map((label) => ({ label }))
  return (
    <div>
      <DataTable caption={words.versions} columns={columns} rows={rows} />
      {versions.length > MOST_SHOWN ? (
        <p class="quiet">{words.olderVersions(versions.length - MOST_SHOWN)}</p>
      ) : null}
    </div>
  )
}

/** Says that this is the standard policy, or offers to make it that. */
export function DefaultPolicy({ policy, locale }: { policy: PolicyEntry; locale: Locale }) {
  const words = policyWords(locale)
  return (
    <Card heading={words.standard}>
      <p>{words.standardLine}</p>
      {policy.isDefault ? (
        <p>{words.isStandard}</p>
      ) : (
        <form method="post" action={paths.policy(policy.id)}>
          <Row>
            <Button kind="quiet" name="act" value="default">
              {words.makeStandard}
            </Button>
          </Row>
        </form>
      )}
    </Card>
  )
}
