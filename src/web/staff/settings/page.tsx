import { pageWords } from '#messages/settings-event-types.ts'
import { formWords } from '#messages/settings.ts'
import { paths } from '#paths.ts'
import { listEventTypes } from '#domain/event-types/list-event-types.ts'
import { loadPage } from '#domain/event-types/load-page.ts'
import { savePage, type PageInput } from '#domain/event-types/save-page.ts'
import { listPolicies } from '#domain/policies/policies.ts'
import { listTeam } from '#domain/team/members.ts'
import type { Typed } from '#platform/forms.ts'
import { ButtonLink } from '#ui/button.tsx'
import { DetailsList } from '#ui/details-list.tsx'
import { missingPage } from '../refusal-pages.tsx'
import type { StaffContext } from '../staff-env.ts'
import { pageFields, type PageOptions } from './page-fields.tsx'
import { pageProblem, readPage, typedPage, type PageChoices } from './page-form.ts'
import { PublicAddress } from './pages.tsx'
import { makeForm, type FormState } from './settings-form.tsx'
import { FormFrame, idOf, savedAt, settingsPage } from './settings-page.tsx'
import { withSlug } from './typed-slug.ts'
import { ticked } from './typed-values.ts'

/** A booking page that is edited, or a new one. */
interface Edited {
  id: string | null
  stored: PageInput | null
}

const NEW: Edited = { id: null, stored: null }

/** GET: the form of a new page, owned by whoever opens it. */
export function showNewPage(c: StaffContext): Promise<Response> {
  const values = { owner: c.var.scope.actor.memberId, policyId: '', active: ticked(true) }
  return bookingPagePage(c, NEW, { values, problems: {} })
}

/** POST: adds it. */
export function saveNewPage(c: StaffContext, typed: Typed): Promise<Response> {
  return save(c, NEW, typed)
}

/** GET: one page. */
export async function showPage(c: StaffContext): Promise<Response> {
  const edited = await editedOf(c)
  return edited
    ? bookingPagePage(c, edited, { values: typedPage(edited.stored), problems: {} })
    : missingPage(c)
}

/** POST: changes it. */
export async function saveChangedPage(c: StaffContext, typed: Typed): Promise<Response> {
  const edited = await editedOf(c)
  return edited ? save(c, edited, typed) : missingPage(c)
}

async function save(c: StaffContext, edited: Edited, typed: Typed): Promise<Response> {
  const read = readPage(typed, choicesOf(await optionsOf(c, edited.stored)))
  if (!read.ok) return bookingPagePage(c, edited, { values: typed, problems: read.problems })
  const { suggestion, ...input } = read.value
  const outcome = await withSlug(input.slug, suggestion, (slug) =>
    savePage(c.var.deps.context, c.var.scope, edited.id, { ...input, slug }),
  )
  if (outcome.ok) return savedAt(c, paths.page(outcome.value.pageId))
  const problems = pageProblem(outcome.refusal)
  return problems ? bookingPagePage(c, edited, { values: typed, problems }) : missingPage(c)
}

async function editedOf(c: StaffContext): Promise<{ id: string; stored: PageInput } | null> {
  const id = idOf(c, 'page')
  const stored = id ? await loadPage(c.var.deps.context.reader, c.var.scope, id) : null
  return id && stored ? { id, stored } : null
}

async function bookingPagePage(c: StaffContext, edited: Edited, state: FormState): Promise<Response> {
  const words = pageWords(c.var.locale)
  const form = makeForm(state, c.var.locale)
  const prefix = `${c.var.deps.config.publicUrl}${paths.bookingPage('')}`
  const fields = pageFields(form, await optionsOf(c, edited.stored), prefix, c.var.locale)
  const slug = edited.stored?.slug
  return settingsPage(
    c,
    {
      title: edited.stored?.title ?? words.newTitle,
      back: { href: paths.pages(), label: words.back },
      saved: words.saved,
      summary: form.summary(),
    },
    <>
      {slug ? (
        <DetailsList
          rows={[
            { term: words.address, detail: <PublicAddress c={c} slug={slug} />, note: words.oldAddresses },
          ]}
        />
      ) : null}
      <FormFrame
        action={edited.id ? paths.page(edited.id) : paths.newPage()}
        submit={edited.id ? words.submit : words.submitNew}
        busy={formWords(c.var.locale).saving}
        more={slug ? <ButtonLink href={paths.bookingPage(slug)}>{words.openPage}</ButtonLink> : null}
      >
        {fields}
      </FormFrame>
    </>,
  )
}

async function optionsOf(c: StaffContext, stored: PageInput | null): Promise<PageOptions> {
  const { scope, deps } = c.var
  const { reader } = deps.context
  const kept = new Set([stored?.ownerMemberId, ...(stored?.stakeholderIds ?? [])])
  return {
    people: (await listTeam(reader, scope)).filter((member) => member.active || kept.has(member.id)),
    policies: await listPolicies(reader, scope),
    eventTypes: await listEventTypes(reader, scope),
  }
}

function choicesOf(options: PageOptions): PageChoices {
  const ids = (all: { id: string }[]) => all.map((one) => one.id)
  return {
    people: new Set(ids(options.people)),
    policies: new Set(ids(options.policies)),
    eventTypes: ids(options.eventTypes),
  }
}
