import type { Child } from 'hono/jsx'
import { financialWords, providerWords } from '#messages/settings-money.ts'
import { formWords } from '#messages/settings.ts'
import { paths } from '#paths.ts'
import {
  loadFinancialSettings,
  saveFinancialSettings,
  type FinancialSettings,
} from '#domain/organizations/financial-settings.ts'
import type { Typed } from '#platform/forms.ts'
import { Banner } from '#ui/banner.tsx'
import { ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { Row } from '#ui/layout.tsx'
import type { StaffContext } from '../../staff-env.ts'
import { makeForm, type FormState } from '../settings-form.tsx'
import { FormFrame, savedAt, settingsPage } from '../settings-page.tsx'
import { financialFields } from './financial-fields.tsx'
import { readFinancial, typedFinancial } from './financial-form.ts'
import { LateFeeNotes } from './late-fee-notes.tsx'

/** GET: what the business decided about money. */
export async function showFinancial(c: StaffContext): Promise<Response> {
  const settings = await loadFinancialSettings(c.var.deps.context.reader, c.var.scope)
  return financialPage(c, settings, { values: typedFinancial(settings, settings.currency), problems: {} })
}

/** POST: saves it. */
export async function saveFinancial(c: StaffContext, typed: Typed): Promise<Response> {
  const { context } = c.var.deps
  const settings = await loadFinancialSettings(context.reader, c.var.scope)
  const read = readFinancial(typed, settings.currency)
  if (!read.ok) return financialPage(c, settings, { values: typed, problems: read.problems })
  await saveFinancialSettings(context, c.var.scope, read.value)
  return savedAt(c, paths.financialSettings())
}

async function financialPage(
  c: StaffContext,
  settings: FinancialSettings & { currency: string; provider: string | null },
  state: FormState,
): Promise<Response> {
  const { locale } = c.var
  const words = financialWords(locale)
  const form = makeForm(state, locale)
  const fields = financialFields(form, settings.currency, locale)
  const hidden = settings.paymentTerms.kind !== 'pay_at_venue' && settings.provider === null
  return settingsPage(
    c,
    { title: words.title, lead: words.lead, saved: words.saved, summary: form.summary() },
    <>
      {hidden ? (
        <Banner kind="info" title={words.noProvider} action={<ToProviders label={words.toProviders} />} />
      ) : null}
      {await LateFeeNotes({ c, settings })}
      <FormFrame action={paths.financialSettings()} submit={words.submit} busy={formWords(locale).saving}>
        {fields}
      </FormFrame>
      <Elsewhere c={c} provider={settings.provider} />
    </>,
  )
}

function ToProviders({ label }: { label: string }): Child {
  return (
    <ButtonLink kind="quiet" href={paths.paymentProviders()}>
      {label}
    </ButtonLink>
  )
}

function Elsewhere({ c, provider }: { c: StaffContext; provider: string | null }) {
  const words = financialWords(c.var.locale)
  const { names } = providerWords(c.var.locale)
  return (
    <>
      <Card heading={words.providersHeading}>
        <p>{provider === null ? words.noProvider : words.connected(names[provider] ?? provider)}</p>
        <Row>
          <ToProviders label={words.toProviders} />
        </Row>
      </Card>
      <Card heading={words.codesHeading}>
        <p>{words.codesLine}</p>
        <Row>
          <ButtonLink kind="quiet" href={paths.discountCodes()}>
            {words.toCodes}
          </ButtonLink>
        </Row>
      </Card>
    </>
  )
}
