import { z } from 'zod'
import { LOCALES, localeOf, type Locale } from '#messages/locale.ts'
import { formWords, organizationWords, setupWords } from '#messages/settings.ts'
import { paths } from '#paths.ts'
import type { NewOrganization } from '#domain/organizations/create-organization.ts'
import { isUnclaimed, setUp } from '#domain/organizations/set-up.ts'
import { FAIR_RULES } from '#domain/policies/fair-policy.ts'
import { email, line, parseForm, type Typed } from '#platform/forms.ts'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { PageHeading, Stack } from '#ui/layout.tsx'
import { PlainPage } from '#ui/page.tsx'
import { assetPath } from '../../assets.ts'
import type { WebContext } from '../../deps.ts'
import { badRequestPage, notFoundPage } from '../../error-pages.tsx'
import { readForm } from '../request.ts'
import { organizationFields } from './organization-form.ts'
import { currencyOptions, zoneGroups } from './region-options.ts'
import { makeForm, type FormState } from './settings-form.tsx'
import { passwordProblem, typedPassword } from './team-form.ts'
import { problemsOf, typedText, type Problems, type Read } from './typed-values.ts'

/** GET: the page on which a business without the sample world begins; 404 once there is an organization. */
export async function showSetup(c: WebContext): Promise<Response> {
  if (!(await isUnclaimed(c.var.deps.context.reader))) return notFoundPage(c)
  const locale = localeOf(c.req.header('accept-language'))
  return setupPage(c, {
    values: { zone: '', locale, currency: locale === 'en-US' ? 'USD' : 'GBP' },
    problems: {},
  })
}

/** POST: makes the organization and its owner, who then signs in. */
export async function saveSetup(c: WebContext): Promise<Response> {
  const { context } = c.var.deps
  if (!(await isUnclaimed(context.reader))) return notFoundPage(c)
  const typed = await readForm(c)
  if (!typed) return badRequestPage(c)
  const read = readSetup(typed)
  if (!read.ok) return setupPage(c, { values: typed, problems: read.problems })
  const outcome = await setUp(context, read.value)
  return outcome.ok ? c.redirect(paths.signIn(), 303) : notFoundPage(c)
}

const schema = z.object({ ...organizationFields, ownerName: line(200), ownerEmail: email() })

function readSetup(typed: Typed): Read<NewOrganization> {
  const parsed = parseForm(schema, typed)
  const password = typedPassword(typed)
  const wrong = passwordProblem(password)
  const problems: Problems = { ...problemsOf(parsed), ...(wrong ? { password: wrong } : {}) }
  if (!parsed.ok || wrong) return { ok: false, problems }
  const { ownerName, ownerEmail, ...organization } = parsed.value
  return {
    ok: true,
    value: {
      ...organization,
      contactEmail: ownerEmail,
      contactPhone: null,
      owner: { name: ownerName, email: ownerEmail, password },
      policy: { name: setupWords(organization.locale).policyName, rules: FAIR_RULES },
    },
  }
}

function setupPage(c: WebContext, state: FormState): Response | Promise<Response> {
  const locale = localeOf(c.req.header('accept-language'))
  const words = setupWords(locale)
  const form = makeForm(state, locale)
  const fields = setupFields(form, state, locale)
  const summary = form.summary()
  const page = (
    <PlainPage
      title={summary ? formWords(locale).errorTab(words.title) : words.title}
      lang={locale}
      face="staff"
      brand={words.brand}
      stylesheet={assetPath('src/ui/styles/staff.css')}
      nonce={c.var.nonce}
    >
      <Stack gap="section">
        <PageHeading title={words.title} lead={words.lead} />
        {summary}
        <form method="post" action={paths.setup()} novalidate>
          <Stack gap="section">
            {fields}
            <p class="quiet">{words.policyNote}</p>
            <Button busyLabel={words.busy} wide>
              {words.submit}
            </Button>
          </Stack>
        </form>
      </Stack>
    </PlainPage>
  )
  return c.html(page, summary ? 422 : 200)
}

function setupFields(form: ReturnType<typeof makeForm>, state: FormState, locale: Locale) {
  const words = setupWords(locale)
  const locales = organizationWords(locale).locales
  return (
    <>
      <Card heading={words.business}>
        {form.text('name', words.name, { required: true, dir: 'auto', autocomplete: 'organization' })}
        {form.select('zone', words.zone, {
          groups: zoneGroups(typedText(state.values, 'zone')),
          width: 'full',
        })}
        {form.select('locale', words.locale, {
          options: LOCALES.map((value) => ({ value, label: locales[value] })),
          width: 'full',
        })}
        {form.select('currency', words.currency, { options: currencyOptions(), width: 'full' })}
      </Card>
      <Card heading={words.owner}>
        {form.text('ownerName', words.ownerName, { required: true, dir: 'auto', autocomplete: 'name' })}
        {form.text('ownerEmail', words.ownerEmail, { required: true, type: 'email', autocomplete: 'email' })}
        {form.text('password', words.password, {
          required: true,
          type: 'password',
          hint: words.passwordHint,
          autocomplete: 'new-password',
        })}
      </Card>
    </>
  )
}
