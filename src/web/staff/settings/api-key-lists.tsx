import { shortWhen } from '#messages/dates.ts'
import { apiKeyWords } from '#messages/settings-api-keys.ts'
import { paths } from '#paths.ts'
import type { ApiKeyEntry } from '#domain/access/api-keys.ts'
import { API_SCOPES, type ApiScope } from '#domain/access/api-scopes.ts'
import { Button } from '#ui/button.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { Fold } from '#ui/fold.tsx'
import { Section } from '#ui/layout.tsx'
import { DataTable } from '#ui/table.tsx'
import type { StaffContext } from '../staff-env.ts'
import { nounOf, READING_SCOPES, SCOPES_BY_NOUN, verbOf } from './api-key-form.ts'

type Words = ReturnType<typeof apiKeyWords>

/** The keys in use with a way to revoke each, and behind a fold those that were revoked. */
export function ApiKeyLists({ c, keys }: { c: StaffContext; keys: ApiKeyEntry[] }) {
  const words = apiKeyWords(c.var.locale)
  const { columns } = words
  const working = keys.filter((key) => !key.revokedAt)
  const revoked = keys.filter((key) => key.revokedAt)
  const shared = [columns.name, columns.member, columns.beginning, columns.scopes, columns.lastUse]
  return (
    <>
      {working.length > 0 ? (
        <Section heading={words.working}>
          <DataTable
            caption={words.working}
            captionHidden
            columns={[...shared, columns.made, columns.revoke].map((label) => ({ label }))}
            rows={working.map((key) => ({
              id: key.id,
              cells: [
                ...sharedCells(c, words, key),
                <When c={c} at={key.createdAt} />,
                <Revoke words={words} apiKey={key} />,
              ],
            }))}
          />
        </Section>
      ) : (
        <EmptyPanel heading={words.none}>{words.noneLine}</EmptyPanel>
      )}
      {revoked.length > 0 ? (
        <Fold label={words.revoked(revoked.length)}>
          <DataTable
            caption={words.revokedCaption}
            captionHidden
            columns={[...shared, columns.revokedAt].map((label) => ({ label }))}
            rows={revoked.map((key) => ({
              cells: [...sharedCells(c, words, key), <When c={c} at={key.revokedAt!} />],
            }))}
          />
        </Fold>
      ) : null}
    </>
  )
}

function sharedCells(c: StaffContext, words: Words, key: ApiKeyEntry) {
  return [
    <bdi>{key.name}</bdi>,
    <bdi>{key.memberActive ? key.memberName : words.memberOff(key.memberName)}</bdi>,
    <code>{`${key.beginning}…`}</code>,
    <Scopes words={words} scopes={key.scopes} />,
    key.lastUsedAt ? <When c={c} at={key.lastUsedAt} /> : words.never,
  ]
}

function Scopes({ words, scopes }: { words: Words; scopes: readonly ApiScope[] }) {
  const has = (all: readonly ApiScope[]) =>
    scopes.length === all.length && all.every((scope) => scopes.includes(scope))
  if (has(API_SCOPES)) return <>{words.summary.everything}</>
  if (has(READING_SCOPES)) return <>{words.summary.reading}</>
  const parts = [...SCOPES_BY_NOUN.keys()].flatMap((noun) => {
    const verbs = scopes.filter((scope) => nounOf(scope) === noun).map((scope) => words.verbs[verbOf(scope)]!)
    return verbs.length > 0 ? [words.summary.part(words.nouns[noun]!, verbs)] : []
  })
  return <>{parts.join('; ')}</>
}

function When({ c, at }: { c: StaffContext; at: Temporal.Instant }) {
  const { viewer, locale } = c.var
  return <time datetime={at.toString()}>{shortWhen(at, viewer.zone, locale, viewer.now)}</time>
}

// The button stands behind a fold: one press shows what it does, the next one does it.
function Revoke({ words, apiKey }: { words: Words; apiKey: ApiKeyEntry }) {
  return (
    <Fold label={words.revoke(apiKey.name)}>
      <form method="post" action={paths.revokeApiKey(apiKey.id)}>
        <p class="small">{words.revokeLine}</p>
        <Button kind="danger" busyLabel={words.revoking}>
          {words.revokeButton}
        </Button>
      </form>
    </Fold>
  )
}
