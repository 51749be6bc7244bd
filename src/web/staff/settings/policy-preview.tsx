import { policySentence } from '#messages/policy.ts'
import { ribbonText } from '#messages/ribbon.ts'
import { fairnessSentence, policyWords } from '#messages/settings-policies.ts'
import type { Locale } from '#messages/locale.ts'
import { fairnessWarnings, type GovernedEventType, type LateFee } from '#domain/policies/fairness.ts'
import type { PolicyRules } from '#domain/policies/policy.ts'
import { Banner } from '#ui/banner.tsx'
import { Ribbon } from '#ui/ribbon.tsx'
import { ACTIONS } from './policy-form.ts'
import { ribbonOf } from './policy-ribbon.ts'

/** Rules as customers meet them: for each action the sentence, and the ribbon where there is something to draw. */
export function PolicyInWords({
  rules,
  currency,
  locale,
}: {
  rules: PolicyRules
  currency: string
  locale: Locale
}) {
  const words = policyWords(locale)
  return (
    <>
      {ACTIONS.map((action) => {
        const sentence = policySentence(action, rules[action], 'booking', currency, locale)
        const zones = ribbonOf(action, rules[action], currency, locale)
        return (
          <div class="stack" data-gap="tight">
            <h3>{words.actions[action]}</h3>
            <p>
              <bdi>{sentence}</bdi>
            </p>
            {zones.length > 1 ? (
              <Ribbon
                label={ribbonText(action, locale).label}
                hereLabel={ribbonText(action, locale).here}
                zones={zones}
                sentence={sentence}
              />
            ) : null}
          </div>
        )
      })}
    </>
  )
}

/** What customers could find unfair in these rules; nothing when nothing was found. */
export function FairnessNotes(props: {
  rules: PolicyRules
  eventTypes: GovernedEventType[]
  lateFee: LateFee | null
  locale: Locale
}) {
  const words = policyWords(props.locale)
  const warnings = fairnessWarnings(props.rules, props.eventTypes, props.lateFee)
  if (warnings.length === 0) return null
  return (
    <Banner kind="warn" title={words.fairness}>
      <p>{words.fairnessLine}</p>
      <ul class="bullets">
        {warnings.map((warning) => (
          <li>{fairnessSentence(warning, props.locale)}</li>
        ))}
      </ul>
    </Banner>
  )
}
