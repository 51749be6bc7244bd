import type { Child } from 'hono/jsx'
import { providerWords } from '#messages/settings-money.ts'
import { paths } from '#paths.ts'
import {
  listPaymentAccounts,
  neededSecrets,
  openProvider,
  savePaymentAccount,
  switchOffPaymentAccount,
  type PaymentAccount,
  type PaymentAccountRefusal,
} from '#domain/money/payment-accounts.ts'
import type { Typed } from '#platform/forms.ts'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { CopyBox } from '#ui/copy-box.tsx'
import { Fold } from '#ui/fold.tsx'
import { StatusChip } from '#ui/status-chip.tsx'
import { missingPage } from '../../refusal-pages.tsx'
import type { StaffContext } from '../../staff-env.ts'
import { makeForm, type SettingsForm } from '../settings-form.tsx'
import { FormFrame, savedAt, settingsPage } from '../settings-page.tsx'
import { lineOf, typedText, type Problems } from '../typed-values.ts'

/** A form that was refused: whose, and why. What was typed into it is secret and is not shown again. */
interface Refused {
  provider: string
  problems: Problems
}

/** GET: the providers that can be connected, with the state of each. */
export function showProviders(c: StaffContext): Promise<Response> {
  return providersPage(c, null)
}

/** POST: connects a provider and collects through it, or switches it off. */
export async function saveProvider(c: StaffContext, typed: Typed): Promise<Response> {
  const { payments } = c.var
  const { context } = c.var.deps
  const provider = c.req.param('provider') ?? ''
  if (!payments.keys.includes(provider)) return missingPage(c)
  if (typedText(typed, 'act') === 'off') {
    const off = await switchOffPaymentAccount(context, c.var.scope, provider)
    return off.ok ? savedAt(c, paths.paymentProviders()) : missingPage(c)
  }
  const secrets = Object.fromEntries(
    neededSecrets(provider).map(({ name }) => [name, lineOf(typed, name)] as const),
  )
  const outcome = await savePaymentAccount(context, c.var.scope, { provider, secrets }, payments)
  if (outcome.ok) return savedAt(c, paths.paymentProviders())
  if (outcome.refusal.code === 'unknown_provider') return missingPage(c)
  return providersPage(c, { provider, problems: problemsOf(outcome.refusal) })
}

function problemsOf(refusal: Exclude<PaymentAccountRefusal, { code: 'unknown_provider' }>): Problems {
  switch (refusal.code) {
    case 'secret_missing':
      return { [refusal.field]: { code: 'required' } }
    case 'secret_too_short':
      return { [refusal.field]: { code: 'too_short', shortest: refusal.shortest } }
    case 'secret_too_long':
      return { [refusal.field]: { code: 'too_long', longest: refusal.longest } }
    case 'secret_of_another_kind':
      return { [refusal.field]: { code: 'secret_of_another_kind', prefixes: refusal.prefixes } }
  }
}

async function providersPage(c: StaffContext, refused: Refused | null): Promise<Response> {
  const { payments } = c.var
  const { context } = c.var.deps
  const words = providerWords(c.var.locale)
  const accounts = await listPaymentAccounts(context.reader, c.var.scope)
  const cards: Child[] = []
  let summary: Child = null
  for (const key of payments.keys) {
    const account = accounts.find(({ provider }) => provider === key) ?? null
    const problems = refused?.provider === key ? refused.problems : {}
    const form = makeForm({ values: {}, problems }, c.var.locale)
    const opened = account
      ? await openProvider(context.reader, c.var.scope, context.secret, payments, key)
      : null
    const secrets = secretFields(form, key, account, words)
    summary ??= form.summary()
    cards.push(
      <ProviderCard
        provider={key}
        account={account}
        isTest={opened?.isTest === true || key === TEST_PROVIDER}
        isReadable={account === null || opened !== null}
        eventsAddress={eventsAddress(c, key)}
        words={words}
      >
        {secrets}
      </ProviderCard>,
    )
  }
  c.header('cache-control', 'no-store')
  const back = { href: paths.financialSettings(), label: words.back }
  return settingsPage(c, { title: words.title, lead: words.lead, back, saved: words.saved, summary }, cards)
}

// Only a provider with a secret for them sends events.
function eventsAddress(c: StaffContext, provider: string): string | null {
  if (!neededSecrets(provider).some(({ name }) => name === 'webhookSecret')) return null
  return `${c.var.deps.config.publicUrl}${paths.providerEvents(provider, c.var.scope.orgId)}`
}

/** Moves no money, whoever opens it. */
const TEST_PROVIDER = 'fake'

type Words = ReturnType<typeof providerWords>

// Boxes for secrets are always empty: the form never draws what a password box holds.
function secretFields(
  form: SettingsForm,
  provider: string,
  account: PaymentAccount | null,
  words: Words,
): Child[] {
  return neededSecrets(provider).map(({ name }) => {
    const ending = account?.endings[name]
    const hint = words.secretHints[name] ?? ''
    return form.text(name, words.secrets[name] ?? name, {
      type: 'password',
      autocomplete: 'off',
      hint: ending ? `${hint} ${words.ending(ending)}` : hint,
      required: !ending,
    })
  })
}

function ProviderCard(props: {
  provider: string
  account: PaymentAccount | null
  isTest: boolean
  isReadable: boolean
  eventsAddress: string | null
  words: Words
  children?: Child
}) {
  const { provider, account, words } = props
  const name = words.names[provider] ?? provider
  const state = account === null ? 'none' : account.active ? 'active' : 'off'
  const needsKeys = neededSecrets(provider).length > 0
  const submit =
    state === 'active'
      ? words.save(name)
      : needsKeys && state === 'none'
        ? words.connect(name)
        : words.use(name)
  return (
    <Card
      heading={name}
      id={`provider-${provider}`}
      action={<State state={state} isTest={props.isTest} words={words} />}
    >
      <p>{words.about[provider]}</p>
      {props.isTest ? (
        <Banner kind="warn" title={words.noMoney}>
          {words.noMoneyLine}
        </Banner>
      ) : null}
      {props.isReadable ? null : (
        <Banner kind="danger" title={words.unreadable}>
          {words.unreadableLine}
        </Banner>
      )}
      {props.eventsAddress === null ? null : (
        <CopyBox
          id={`events-${provider}`}
          label={words.eventsAddress}
          hint={words.eventsAddressHint}
          text={props.eventsAddress}
          rows={2}
        />
      )}
      {needsKeys || state !== 'active' ? (
        <FormFrame action={paths.paymentProvider(provider)} submit={submit} busy={words.connecting}>
          {props.children}
          {needsKeys && account ? <p class="quiet">{words.sameAccount}</p> : null}
        </FormFrame>
      ) : null}
      {state === 'active' ? <SwitchOff provider={provider} name={name} words={words} /> : null}
    </Card>
  )
}

function State(props: { state: 'active' | 'off' | 'none'; isTest: boolean; words: Words }) {
  const { state, words } = props
  const label = words.states[state]
  return (
    <StatusChip
      kind={state === 'active' ? (props.isTest ? 'needs_you' : 'scheduled') : 'neutral'}
      label={state !== 'none' && props.isTest ? `${label}, ${words.testMode.toLowerCase()}` : label}
    />
  )
}

// The button stands behind a fold: one press shows what it does, the next one does it.
function SwitchOff({ provider, name, words }: { provider: string; name: string; words: Words }) {
  return (
    <Fold label={words.switchOff(name)}>
      <form method="post" action={paths.paymentProvider(provider)}>
        <p class="small">{words.switchOffLine}</p>
        <Button kind="danger" name="act" value="off" busyLabel={words.switchingOff}>
          {words.switchOff(name)}
        </Button>
      </form>
    </Fold>
  )
}
