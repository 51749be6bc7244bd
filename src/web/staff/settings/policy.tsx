import { listOf } from '#messages/locale.ts'
import { shortDate } from '#messages/dates.ts'
import { formWords } from '#messages/settings.ts'
import { policyWords } from '#messages/settings-policies.ts'
import { paths } from '#paths.ts'
import { listGoverned } from '#domain/event-types/list-governed.ts'
import { lateFeeOf, loadFinancialSettings } from '#domain/organizations/financial-settings.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { FAIR_RULES } from '#domain/policies/fair-policy.ts'
import { listPolicies, savePolicy, type PolicyEntry } from '#domain/policies/policies.ts'
import type { PolicyRules } from '#domain/policies/policy.ts'
import { setDefaultPolicy } from '#domain/policies/set-default-policy.ts'
import type { Typed } from '#platform/forms.ts'
import type { Child } from 'hono/jsx'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { missingPage } from '../refusal-pages.tsx'
import type { StaffContext } from '../staff-env.ts'
import { policyFields } from './policy-fields.tsx'
import { readPolicy, typedPolicy } from './policy-form.ts'
import { FairnessNotes, PolicyInWords } from './policy-preview.tsx'
import { DefaultPolicy, Versions } from './policy-versions.tsx'
import { makeForm, type FormState } from './settings-form.tsx'
import { FormFrame, idOf, savedAt, settingsPage } from './settings-page.tsx'
import { typedText } from './typed-values.ts'

/** GET: the form of a new policy, which begins with fair rules. */
export async function showNewPolicy(c: StaffContext): Promise<Response> {
  const { currency } = await loadSettings(c.var.deps.context.reader, c.var.scope)
  return policyPage(c, null, { values: typedPolicy('', FAIR_RULES, currency), problems: {} })
}

/** POST: adds it, or previews it. */
export function saveNewPolicy(c: StaffContext, typed: Typed): Promise<Response> {
  return save(c, null, typed)
}

/** GET: one policy. */
export async function showPolicy(c: StaffContext): Promise<Response> {
  const policy = await policyOf(c)
  if (!policy) return missingPage(c)
  const { currency } = await loadSettings(c.var.deps.context.reader, c.var.scope)
  return policyPage(c, policy, { values: typedPolicy(policy.name, policy.rules, currency), problems: {} })
}

/** POST: saves a new version, previews it, or makes the policy the standard one. */
export async function saveChangedPolicy(c: StaffContext, typed: Typed): Promise<Response> {
  const policy = await policyOf(c)
  if (!policy) return missingPage(c)
  if (typedText(typed, 'act') !== 'default') return save(c, policy, typed)
  await setDefaultPolicy(c.var.deps.context, c.var.scope, policy.id)
  return savedAt(c, paths.policy(policy.id), '&standard=1')
}

async function save(c: StaffContext, policy: PolicyEntry | null, typed: Typed): Promise<Response> {
  const { context } = c.var.deps
  const { currency } = await loadSettings(context.reader, c.var.scope)
  const read = readPolicy(typed, currency)
  if (!read.ok) return policyPage(c, policy, { values: typed, problems: read.problems })
  if (typedText(typed, 'act') === 'preview')
    return policyPage(c, policy, { values: typed, problems: {} }, read.value.rules)
  const outcome = await savePolicy(context, c.var.scope, { id: policy?.id ?? null, ...read.value })
  return outcome.ok ? savedAt(c, paths.policy(outcome.value.policyId)) : missingPage(c)
}

async function policyOf(c: StaffContext): Promise<PolicyEntry | null> {
  const id = idOf(c, 'policy')
  const policies = id ? await listPolicies(c.var.deps.context.reader, c.var.scope) : []
  return policies.find((policy) => policy.id === id) ?? null
}

async function policyPage(
  c: StaffContext,
  policy: PolicyEntry | null,
  state: FormState,
  preview?: PolicyRules,
): Promise<Response> {
  const { locale, scope, deps } = c.var
  const words = policyWords(locale)
  const money = await loadFinancialSettings(deps.context.reader, scope)
  const { currency } = money
  const governed = policy ? await listGoverned(deps.context.reader, scope, policy.id) : []
  const form = makeForm(state, locale)
  const fields = policyFields(form, state, currency, locale)
  const shown = preview ?? policy?.rules
  const standard = c.req.query('standard') === '1'
  return settingsPage(
    c,
    {
      title: policy?.name ?? words.newTitle,
      lead: words.keepLine,
      back: { href: paths.policies(), label: words.back },
      saved: standard ? words.madeStandard : words.saved,
      summary: form.summary(),
    },
    <>
      {preview ? (
        <Banner kind="info" title={words.previewTitle}>
          {words.previewLine}
        </Banner>
      ) : null}
      {shown ? (
        <InForce
          c={c}
          policy={policy}
          rules={shown}
          currency={currency}
          names={governed.map((one) => one.name)}
          preview={Boolean(preview)}
        />
      ) : null}
      {shown ? (
        <FairnessNotes rules={shown} eventTypes={governed} lateFee={lateFeeOf(money)} locale={locale} />
      ) : null}
      <FormFrame
        action={policy ? paths.policy(policy.id) : paths.newPolicy()}
        submit={policy ? words.submit : words.submitNew}
        busy={formWords(locale).saving}
        more={<PreviewButton label={words.preview} />}
      >
        {fields}
      </FormFrame>
      {policy ? <DefaultPolicy policy={policy} locale={locale} /> : null}
      {policy ? await Versions({ c, policy, currency }) : null}
    </>,
  )
}

function PreviewButton({ label }: { label: string }): Child {
  return (
    <Button kind="quiet" name="act" value="preview">
      {label}
    </Button>
  )
}

async function InForce(props: {
  c: StaffContext
  policy: PolicyEntry | null
  rules: PolicyRules
  currency: string
  names: string[]
  preview: boolean
}) {
  const { c, policy, names } = props
  const { locale, scope, deps } = c.var
  const words = policyWords(locale)
  const { zone } = await loadSettings(deps.context.reader, scope)
  return (
    <Card heading={props.preview ? words.preview : words.inForce} kind="sunken">
      {policy && !props.preview ? (
        <p class="quiet">
          {words.versionLine(policy.version, shortDate(policy.since, zone, locale))}. {words.governs}{' '}
          <bdi>{names.length > 0 ? listOf(names, locale) : words.governsNone}</bdi>.
        </p>
      ) : null}
      <PolicyInWords rules={props.rules} currency={props.currency} locale={locale} />
    </Card>
  )
}
