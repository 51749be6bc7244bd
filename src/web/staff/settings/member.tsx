import { formWords, teamWords } from '#messages/settings.ts'
import { paths } from '#paths.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { listRoles, loadMember, type RoleEntry } from '#domain/team/load-member.ts'
import { addMember, changeMember, type TeamEntry } from '#domain/team/members.ts'
import type { Typed } from '#platform/forms.ts'
import type { Child } from 'hono/jsx'
import { ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { DetailsList } from '#ui/details-list.tsx'
import { missingPage } from '../refusal-pages.tsx'
import type { StaffContext } from '../staff-env.ts'
import { zoneGroups } from './region-options.ts'
import { makeForm, type FormState, type SettingsForm } from './settings-form.tsx'
import { FormFrame, idOf, savedAt, settingsPage } from './settings-page.tsx'
import { grantableRoles, readMember, readNewMember, typedMember } from './team-form.ts'
import { typedText } from './typed-values.ts'

/** GET: the empty form. */
export async function showNewMember(c: StaffContext): Promise<Response> {
  const roles = await offeredRoles(c)
  const own = await loadMember(c.var.deps.context.reader, c.var.scope, c.var.scope.actor.memberId)
  const roleKey = (roles.find((role) => role.key === 'host') ?? roles.at(-1))?.key ?? ''
  return newMemberPage(c, { values: { zone: own?.zone ?? '', roleKey }, problems: {} }, roles)
}

/** POST: adds somebody and goes on to their working hours. */
export async function saveNewMember(c: StaffContext, typed: Typed): Promise<Response> {
  const roles = await offeredRoles(c)
  const read = readNewMember(typed, roles)
  if (!read.ok) return newMemberPage(c, { values: typed, problems: read.problems }, roles)
  const outcome = await addMember(c.var.deps.context, c.var.scope, read.value)
  if (outcome.ok) return savedAt(c, paths.hours(outcome.value.memberId), '&added=1')
  const { code } = outcome.refusal
  const problems =
    code === 'already_member'
      ? { email: { code } }
      : { roleKey: code === 'unknown_role' ? { code: 'not_a_choice' as const } : { code } }
  return newMemberPage(c, { values: typed, problems }, roles)
}

/** GET: one member. */
export async function showMember(c: StaffContext): Promise<Response> {
  const member = await memberOf(c)
  if (!member) return missingPage(c)
  const { currency } = await loadSettings(c.var.deps.context.reader, c.var.scope)
  return memberPage(c, member, { values: typedMember(member, currency), problems: {} })
}

/** POST: changes them. */
export async function saveMember(c: StaffContext, typed: Typed): Promise<Response> {
  const member = await memberOf(c)
  if (!member) return missingPage(c)
  const { currency } = await loadSettings(c.var.deps.context.reader, c.var.scope)
  const read = readMember(typed, await offeredRoles(c), currency)
  if (!read.ok) return memberPage(c, member, { values: typed, problems: read.problems })
  const outcome = await changeMember(c.var.deps.context, c.var.scope, member.id, read.value)
  if (outcome.ok) return savedAt(c, paths.member(member.id))
  const { code } = outcome.refusal
  if (code === 'unknown_member') return missingPage(c)
  if (code === 'limit_above_yours')
    return memberPage(c, member, { values: typed, problems: { refundLimit: { code } } })
  const problem = code === 'unknown_role' ? ({ code: 'not_a_choice' } as const) : { code }
  return memberPage(c, member, { values: typed, problems: { roleKey: problem } })
}

async function memberOf(c: StaffContext): Promise<TeamEntry | null> {
  const id = idOf(c, 'member')
  return id ? loadMember(c.var.deps.context.reader, c.var.scope, id) : null
}

async function offeredRoles(c: StaffContext): Promise<RoleEntry[]> {
  return grantableRoles(await listRoles(c.var.deps.context.reader, c.var.scope), c.var.scope)
}

function newMemberPage(c: StaffContext, state: FormState, roles: RoleEntry[]) {
  const words = teamWords(c.var.locale)
  const form = makeForm(state, c.var.locale)
  const fields = (
    <Card>
      {form.text('name', words.name, { required: true, dir: 'auto', width: 'medium', autocomplete: 'off' })}
      {form.text('email', words.email, {
        required: true,
        type: 'email',
        hint: words.emailHint,
        width: 'medium',
        autocomplete: 'off',
      })}
      {commonFields(c, form, state, roles)}
      {form.text('password', words.password, {
        type: 'password',
        hint: words.passwordHint,
        width: 'medium',
        autocomplete: 'new-password',
        mark: formWords(c.var.locale).optional,
      })}
    </Card>
  )
  return settingsPage(
    c,
    {
      title: words.newTitle,
      lead: words.newLead,
      back: { href: paths.team(), label: words.back },
      summary: form.summary(),
    },
    <FormFrame action={paths.newMember()} submit={words.submitNew} busy={formWords(c.var.locale).saving}>
      {fields}
    </FormFrame>,
  )
}

async function memberPage(c: StaffContext, member: TeamEntry, state: FormState): Promise<Response> {
  const words = teamWords(c.var.locale)
  const roles = await offeredRoles(c)
  const { currency } = await loadSettings(c.var.deps.context.reader, c.var.scope)
  const locked = !roles.some((role) => role.key === member.roleKey)
  const form = makeForm(state, c.var.locale)
  const fields = (
    <Card>
      {form.text('name', words.name, { required: true, dir: 'auto', width: 'medium', autocomplete: 'off' })}
      <DetailsList
        rows={[{ term: words.email, detail: <bdi>{member.email}</bdi>, note: words.emailFixed }]}
      />
      {commonFields(c, form, state, roles)}
      {form.text('refundLimit', words.refundLimit, {
        hint: words.refundLimitHint(currency),
        inputmode: 'decimal',
        width: 'short',
      })}
      {form.tick('active', words.active, words.activeHint)}
    </Card>
  )
  const hours = (
    <ButtonLink href={paths.hours(member.id)} icon="clock">
      {words.hours}
    </ButtonLink>
  )
  const page = {
    title: member.name,
    back: { href: paths.team(), label: words.back },
    saved: words.saved,
    summary: form.summary(),
  }
  if (locked) {
    const facts = <MemberFacts member={member} words={words} more={hours} />
    return settingsPage(c, { ...page, lead: words.roleLocked, refused: c.req.method === 'POST' }, facts)
  }
  return settingsPage(
    c,
    page,
    <FormFrame
      action={paths.member(member.id)}
      submit={words.submit}
      busy={formWords(c.var.locale).saving}
      more={hours}
    >
      {fields}
    </FormFrame>,
  )
}

function commonFields(c: StaffContext, form: SettingsForm, state: FormState, roles: RoleEntry[]): Child {
  const words = teamWords(c.var.locale)
  const options = roles.map((role) => ({ value: role.key, label: words.roleNames[role.key] ?? role.name }))
  return (
    <>
      {form.text('title', words.jobTitle, {
        hint: words.jobTitleHint,
        dir: 'auto',
        width: 'medium',
        mark: formWords(c.var.locale).optional,
      })}
      {form.select('zone', words.zone, {
        hint: words.zoneHint,
        groups: zoneGroups(typedText(state.values, 'zone')),
      })}
      {form.select('roleKey', words.role, { hint: words.roleHint, options })}
    </>
  )
}

function MemberFacts(props: { member: TeamEntry; words: ReturnType<typeof teamWords>; more: Child }) {
  const { member, words } = props
  return (
    <Card>
      <DetailsList
        rows={[
          { term: words.email, detail: <bdi>{member.email}</bdi> },
          { term: words.jobTitle, detail: <bdi>{member.title}</bdi> },
          { term: words.role, detail: words.roleNames[member.roleKey] ?? member.roleName },
        ]}
      />
      {props.more}
    </Card>
  )
}
