import { z } from 'zod'
import { scopeOfLogin } from '#domain/access/scope.ts'
import { chooseOrganization, signIn, type Membership, type SignInRefusal } from '#domain/access/sign-in.ts'
import { signOut } from '#domain/access/sign-out.ts'
import { signInWords } from '#messages/staff-sign-in.ts'
import { paths } from '#paths.ts'
import { optionalLine, parseForm, type Typed } from '#platform/forms.ts'
import { Button } from '#ui/button.tsx'
import { RadioGroup } from '#ui/choices.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { TextField } from '#ui/field.tsx'
import { HiddenFields, PageHeading, Stack } from '#ui/layout.tsx'
import { fieldId, problemsOf, typedText } from '../customer/form-errors.ts'
import type { WebContext } from '../deps.ts'
import { badRequestPage } from '../error-pages.tsx'
import { doorLocale, doorPage } from './door-page.tsx'
import { ownStaffPath } from './gate.ts'
import { loginCookie, noLoginCookie, readLoginCookie } from './login-cookie.ts'
import { sourceOf } from '../source.ts'
import { queryText, readForm } from './request.ts'

/** GET: the form, or straight on for somebody who is signed in. */
export async function signInPage(c: WebContext): Promise<Response> {
  const next = ownStaffPath(queryText(c, 'next')) ?? undefined
  const token = readLoginCookie(c)
  if (token && (await scopeOfLogin(c.var.deps.context.reader, token)))
    return c.redirect(next ?? paths.activity(), 303)
  return signInForm(c, { next })
}

/** POST: e-mail and password, or the choice of an organization that follows them. */
export async function submitSignIn(c: WebContext): Promise<Response> {
  const typed = await readForm(c)
  if (!typed) return badRequestPage(c)
  const next = ownStaffPath(typedText(typed, 'next')) ?? undefined
  const former = readLoginCookie(c)
  if (typed.proof !== undefined) return submitChoice(c, typed, next, former)
  const parsed = parseForm(z.object({ email: filled, password: filled }), credentials(typed))
  if (!parsed.ok) return signInForm(c, { next, email: typedText(typed, 'email'), errors: parsed.errors })
  const { email, password } = parsed.value
  const outcome = await signIn(c.var.deps.context, { email, password, source: sourceOf(c), former })
  if (!outcome.ok) return signInForm(c, { next, email, refusal: outcome.refusal })
  if (outcome.value.kind === 'choose') return choicePage(c, outcome.value, next)
  return enter(c, outcome.value.token, next)
}

/** POST: ends this login. Without one there is nothing to end. */
export async function submitSignOut(c: WebContext): Promise<Response> {
  const token = readLoginCookie(c)
  if (token) await signOut(c.var.deps.context, token)
  c.header('set-cookie', noLoginCookie(c))
  return c.redirect(paths.signIn(), 303)
}

const LONGEST_TYPED = 1_000

const filled = optionalLine(LONGEST_TYPED).refine((text) => text !== '', {
  error: () => JSON.stringify({ code: 'required' }),
})

// Of a field that was sent twice the first counts; nothing but these two is looked at.
function credentials(typed: Typed): Typed {
  return { email: typedText(typed, 'email'), password: typedText(typed, 'password') }
}

async function submitChoice(
  c: WebContext,
  typed: Typed,
  next: string | undefined,
  former: string | null,
): Promise<Response> {
  const choice = { proof: typedText(typed, 'proof'), orgId: typedText(typed, 'organization'), former }
  const outcome = await chooseOrganization(c.var.deps.context, choice)
  return outcome.ok ? enter(c, outcome.value.token, next) : signInForm(c, { next, refusal: outcome.refusal })
}

function enter(c: WebContext, token: string, next: string | undefined): Response {
  c.header('set-cookie', loginCookie(c, token))
  return c.redirect(next ?? paths.activity(), 303)
}

interface FormState {
  next?: string | undefined
  email?: string
  errors?: Parameters<typeof problemsOf>[0]
  refusal?: SignInRefusal
}

function signInForm(c: WebContext, state: FormState): Response | Promise<Response> {
  const words = signInWords(doorLocale(c))
  const labels = { email: words.email, password: words.password }
  const found = problemsOf(state.errors ?? {}, labels, doorLocale(c))
  const sentence = state.refusal ? refusalSentence(c, state.refusal) : null
  const problems = sentence ? [{ href: `#${fieldId('email')}`, text: sentence }] : found.problems
  const status = state.refusal?.code === 'too_many' ? 429 : problems.length > 0 ? 422 : 200
  return doorPage(
    c,
    { title: words.title, status, refused: problems.length > 0 },
    <Stack gap="section">
      {problems.length > 0 ? (
        <ErrorSummary heading={sentence ? words.wrongHeading : found.heading} problems={problems} />
      ) : null}
      <PageHeading title={words.title} />
      <form method="post" action={paths.signIn()} data-turbo="false">
        <Stack>
          <HiddenFields fields={{ next: state.next }} />
          <TextField
            id={fieldId('email')}
            name="email"
            type="email"
            label={words.email}
            autocomplete="username"
            value={state.email}
            error={found.of('email')}
            required
          />
          <TextField
            id={fieldId('password')}
            name="password"
            type="password"
            label={words.password}
            autocomplete="current-password"
            error={found.of('password')}
            required
          />
          <Button busyLabel={words.busy} wide>
            {words.submit}
          </Button>
        </Stack>
      </form>
      <p>
        <a href={paths.forgotPassword()}>{words.forgot}</a>
      </p>
    </Stack>,
  )
}

function refusalSentence(c: WebContext, refusal: SignInRefusal): string {
  const words = signInWords(doorLocale(c))
  if (refusal.code === 'too_many') return words.tooMany(refusal.waitMinutes)
  return refusal.code === 'wrong' ? words.wrong : words.chooseAgain
}

function choicePage(
  c: WebContext,
  { memberships, proof }: { memberships: Membership[]; proof: string },
  next: string | undefined,
): Response | Promise<Response> {
  const words = signInWords(doorLocale(c))
  const options = memberships.map((entry, index) => ({
    value: entry.orgId,
    label: entry.organization,
    checked: index === 0,
  }))
  return doorPage(
    c,
    { title: words.chooseTitle },
    <Stack gap="section">
      <PageHeading title={words.chooseTitle} />
      <form method="post" action={paths.signIn()} data-turbo="false">
        <Stack>
          <HiddenFields fields={{ next, proof }} />
          <RadioGroup
            id={fieldId('organization')}
            name="organization"
            legend={words.choose}
            options={options}
          />
          <Button wide>{words.chooseSubmit}</Button>
        </Stack>
      </form>
    </Stack>,
  )
}
