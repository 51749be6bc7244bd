import { embeddingWords } from '#messages/settings-embedding.ts'
import { formWords } from '#messages/settings.ts'
import { paths } from '#paths.ts'
import { listBookable } from '#domain/event-types/list-bookable.ts'
import {
  loadEmbedOrigins,
  saveEmbedOrigins,
  type EmbedOriginsRefusal,
} from '#domain/organizations/embed-origins.ts'
import { cleanText, type Typed } from '#platform/forms.ts'
import { Card } from '#ui/card.tsx'
import type { StaffContext } from '../staff-env.ts'
import { Snippets } from './embedding-snippets.tsx'
import { makeForm, type FormState } from './settings-form.tsx'
import { FormFrame, savedAt, settingsPage } from './settings-page.tsx'
import { typedText } from './typed-values.ts'

/** Twenty addresses come nowhere near this. */
const LONGEST_LIST = 10_000

/** GET: the sites that may show the booking pages, and what to copy into them. */
export async function showEmbedding(c: StaffContext): Promise<Response> {
  const origins = await loadEmbedOrigins(c.var.deps.context.reader, c.var.scope)
  return embeddingPage(c, { values: { origins: origins.join('\n') }, problems: {} })
}

/** POST: replaces the list of sites. */
export async function saveEmbedding(c: StaffContext, typed: Typed): Promise<Response> {
  const text = typedText(typed, 'origins')
  if (text.length > LONGEST_LIST)
    return embeddingPage(c, {
      values: typed,
      problems: { origins: { code: 'too_long', longest: LONGEST_LIST } },
    })
  // Each line is cleaned by itself, so that an empty one at the start counts when a problem names its line.
  const lines = text.split(/\r\n?|\n/).map(cleanText)
  const outcome = await saveEmbedOrigins(c.var.deps.context, c.var.scope, lines)
  return outcome.ok
    ? savedAt(c, paths.embedding())
    : embeddingPage(c, { values: typed, problems: { origins: problemOf(outcome.refusal) } })
}

// The page asks for the permission before its handlers do.
function problemOf(refusal: EmbedOriginsRefusal) {
  return refusal.code === 'not_permitted' ? { code: 'wrong' as const } : refusal
}

async function embeddingPage(c: StaffContext, state: FormState): Promise<Response> {
  const words = embeddingWords(c.var.locale)
  const pages = await listBookable(c.var.deps.context.reader, c.var.scope)
  const form = makeForm(state, c.var.locale)
  const fields = (
    <Card heading={words.sites}>
      <p>
        {words.note} {words.noteLinks}
      </p>
      {form.area('origins', words.origins, { hint: words.originsHint, rows: 5 })}
    </Card>
  )
  return settingsPage(
    c,
    { title: words.title, lead: words.lead, saved: words.saved, summary: form.summary() },
    <>
      <FormFrame action={paths.embedding()} submit={words.submit} busy={formWords(c.var.locale).saving}>
        {fields}
      </FormFrame>
      <Snippets c={c} pages={pages} />
    </>,
  )
}
