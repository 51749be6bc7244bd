import type { Locale } from '#messages/locale.ts'
import { financialWords } from '#messages/settings-money.ts'
import { fairnessSentence } from '#messages/settings-policies.ts'
import { listGoverned } from '#domain/event-types/list-governed.ts'
import { lateFeeOf, type FinancialSettings } from '#domain/organizations/financial-settings.ts'
import { lateFeeWarnings, type GovernedEventType, type LateFee } from '#domain/policies/fairness.ts'
import { listPolicies, type PolicyEntry } from '#domain/policies/policies.ts'
import { Banner } from '#ui/banner.tsx'
import type { StaffContext } from '../../staff-env.ts'

/** Where the saved late fee and the policies in force contradict each other; nothing where they do not. */
export async function LateFeeNotes({ c, settings }: { c: StaffContext; settings: FinancialSettings }) {
  const lateFee = lateFeeOf(settings)
  if (!lateFee) return null
  const { reader } = c.var.deps.context
  const notes: string[] = []
  for (const policy of await listPolicies(reader, c.var.scope)) {
    const governed = await listGoverned(reader, c.var.scope, policy.id)
    if (governed.length > 0) notes.push(...notesOf(policy, governed, lateFee, c.var.locale))
  }
  if (notes.length === 0) return null
  const words = financialWords(c.var.locale)
  return (
    <Banner kind="warn" title={words.check}>
      <p>{words.checkLine}</p>
      <ul class="bullets">
        {notes.map((note) => (
          <li>
            <bdi>{note}</bdi>
          </li>
        ))}
      </ul>
    </Banner>
  )
}

function notesOf(
  policy: PolicyEntry,
  governed: readonly GovernedEventType[],
  lateFee: LateFee,
  locale: Locale,
): string[] {
  const words = financialWords(locale)
  const names = governed.map((eventType) => eventType.name)
  if (policy.rules.cancel.tiers.length > 0) return [words.ownRows(policy.name, names)]
  return lateFeeWarnings(policy.rules, governed, lateFee).map((warning) =>
    warning.code === 'late_fee_unreachable'
      ? words.unreachable(policy.name, warning.noticeMinutes, names)
      : fairnessSentence(warning, locale),
  )
}
