import { z } from 'zod'
import {
  askForReset,
  LONGEST_PASSWORD,
  resetPassword,
  SHORTEST_PASSWORD,
  stateOfReset,
} from '#domain/access/password-reset.ts'
import { signInWords } from '#messages/staff-sign-in.ts'
import { paths } from '#paths.ts'
import { email, parseForm, problem, type FieldErrors } from '#platform/forms.ts'
import { Button, ButtonLink } from '#ui/button.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { TextField } from '#ui/field.tsx'
import { PageHeading, Stack } from '#ui/layout.tsx'
import { fieldId, problemsOf, typedText } from '../customer/form-errors.ts'
import type { WebContext } from '../deps.ts'
import { badRequestPage } from '../error-pages.tsx'
import { doorLocale, doorPage } from './door-page.tsx'
import { sourceOf } from '../source.ts'
import { readForm } from './request.ts'

/** GET: asks for the address. */
export function forgotPasswordPage(c: WebContext): Response | Promise<Response> {
  return askForm(c, {})
}

/** POST: the same answer for everybody, so that the page does not tell who has an account. */
export async function submitForgotPassword(c: WebContext): Promise<Response> {
  const typed = await readForm(c)
  if (!typed) return badRequestPage(c)
  const parsed = parseForm(z.object({ email: email() }), { email: typedText(typed, 'email') })
  if (!parsed.ok) return askForm(c, { typed: typedText(typed, 'email'), errors: parsed.errors })
  const outcome = await askForReset(c.var.deps.context, { email: parsed.value.email, source: sourceOf(c) })
  if (!outcome.ok) return askForm(c, { typed: parsed.value.email, tooMany: true })
  return sentPage(c, parsed.value.email)
}

/** GET: the form, if the link still works. Opening it changes nothing: mail scanners open links, too. */
export async function resetPasswordPage(c: WebContext): Promise<Response> {
  const state = await stateOfReset(c.var.deps.context.reader, tokenOf(c))
  if (state === 'open') return newPasswordForm(c, {})
  return endPage(c, state)
}

/** POST: sets the password once. */
export async function submitNewPassword(c: WebContext): Promise<Response> {
  const typed = await readForm(c)
  if (!typed) return badRequestPage(c)
  const password = typedText(typed, 'password')
  const schema = z.object({
    password: z
      .string()
      .refine((text) => text.length >= SHORTEST_PASSWORD, problem({ code: 'required' }))
      .refine(
        (text) => text.length <= LONGEST_PASSWORD,
        problem({ code: 'too_long', longest: LONGEST_PASSWORD }),
      ),
  })
  const parsed = parseForm(schema, { password })
  if (!parsed.ok) return newPasswordForm(c, parsed.errors)
  const outcome = await resetPassword(c.var.deps.context, tokenOf(c), parsed.value.password)
  return outcome.ok ? c.redirect(paths.resetPassword(tokenOf(c)), 303) : endPage(c, 'unknown')
}

function tokenOf(c: WebContext): string {
  return c.req.param('token') ?? ''
}

function askForm(
  c: WebContext,
  state: { typed?: string; errors?: FieldErrors; tooMany?: boolean },
): Response | Promise<Response> {
  const words = signInWords(doorLocale(c))
  const own = state.tooMany ? { email: words.tooMany(60) } : {}
  const found = problemsOf(state.errors ?? {}, { email: words.email }, doorLocale(c), own)
  const refused = found.problems.length > 0
  return doorPage(
    c,
    { title: words.forgotTitle, status: state.tooMany ? 429 : refused ? 422 : 200, refused },
    <Stack gap="section">
      {refused ? <ErrorSummary heading={found.heading} problems={found.problems} /> : null}
      <PageHeading
        title={words.forgotTitle}
        lead={words.forgotLead}
        back={{ href: paths.signIn(), label: words.back }}
      />
      <form method="post" action={paths.forgotPassword()} data-turbo="false">
        <Stack>
          <TextField
            id={fieldId('email')}
            name="email"
            type="email"
            label={words.email}
            autocomplete="username"
            value={state.typed}
            error={found.of('email')}
            required
          />
          <Button busyLabel={words.forgotBusy} wide>
            {words.forgotSubmit}
          </Button>
        </Stack>
      </form>
    </Stack>,
  )
}

function sentPage(c: WebContext, address: string): Response | Promise<Response> {
  const words = signInWords(doorLocale(c))
  return doorPage(
    c,
    { title: words.sentTitle },
    <Stack>
      <PageHeading title={words.sentTitle} lead={<bdi>{words.sent(address)}</bdi>} />
      <p>{words.sentNothing}</p>
      <p>
        <a href={paths.signIn()}>{words.back}</a>
      </p>
    </Stack>,
  )
}

function newPasswordForm(c: WebContext, errors: FieldErrors): Response | Promise<Response> {
  const words = signInWords(doorLocale(c))
  const own = errors.password?.code === 'required' ? { password: words.tooShort(SHORTEST_PASSWORD) } : {}
  const found = problemsOf(errors, { password: words.newPassword }, doorLocale(c), own)
  const refused = found.problems.length > 0
  return doorPage(
    c,
    { title: words.newTitle, status: refused ? 422 : 200, refused },
    <Stack gap="section">
      {refused ? <ErrorSummary heading={found.heading} problems={found.problems} /> : null}
      <PageHeading title={words.newTitle} lead={words.endsLogins} />
      <form method="post" action={paths.resetPassword(tokenOf(c))} data-turbo="false">
        <Stack>
          <TextField
            id={fieldId('password')}
            name="password"
            type="password"
            label={words.newPassword}
            hint={words.newHint(SHORTEST_PASSWORD)}
            autocomplete="new-password"
            error={found.of('password')}
            required
          />
          <Button busyLabel={words.newBusy} wide>
            {words.newSubmit}
          </Button>
        </Stack>
      </form>
    </Stack>,
  )
}

function endPage(c: WebContext, state: 'used' | 'unknown'): Response | Promise<Response> {
  const words = signInWords(doorLocale(c))
  const used = state === 'used'
  const title = used ? words.doneTitle : words.deadTitle
  return doorPage(
    c,
    { title, status: used ? 200 : 404 },
    <Stack gap="section">
      <PageHeading title={title} lead={used ? words.done : words.dead} />
      <ButtonLink href={used ? paths.signIn() : paths.forgotPassword()} kind="primary" wide>
        {used ? words.back : words.again}
      </ButtonLink>
    </Stack>,
  )
}
