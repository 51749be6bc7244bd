import { indexWords } from '#messages/settings.ts'
import { paths } from '#paths.ts'
import { may } from '#domain/access/scope.ts'
import type { Permission } from '#domain/access/permissions.ts'
import { PageHeading, Stack } from '#ui/layout.tsx'
import { DataTable } from '#ui/table.tsx'
import { staffFrame } from '../frame.tsx'
import type { StaffContext } from '../staff-env.ts'

interface Entry {
  href: string
  label: string
  what: string
  needs: Permission
}

/** GET: every group of settings with what it is for; only those the reader may open. */
export function showIndex(c: StaffContext): Response | Promise<Response> {
  const words = indexWords(c.var.locale)
  const groups = entries(c)
    .map((group) => ({ ...group, entries: group.entries.filter((entry) => may(c.var.scope, entry.needs)) }))
    .filter((group) => group.entries.length > 0)
  return staffFrame(
    c,
    { title: words.title, current: 'settings' },
    <Stack gap="section">
      <PageHeading title={words.title} lead={words.lead} />
      {groups.map((group) => (
        <DataTable
          caption={group.heading}
          columns={[{ label: words.place }, { label: words.purpose }]}
          rows={group.entries.map((entry) => ({ href: entry.href, cells: [entry.label, entry.what] }))}
        />
      ))}
    </Stack>,
  )
}

function entries(c: StaffContext): { heading: string; entries: Entry[] }[] {
  const words = indexWords(c.var.locale)
  return [
    {
      heading: words.business,
      entries: [
        {
          href: paths.organizationSettings(),
          label: words.organization,
          what: words.organizationFor,
          needs: 'organization.edit',
        },
      ],
    },
    {
      heading: words.people,
      entries: [
        {
          href: paths.hours(c.var.scope.actor.memberId),
          label: words.ownHours,
          what: words.ownHoursFor,
          needs: 'hours.edit.own',
        },
        { href: paths.team(), label: words.team, what: words.teamFor, needs: 'team.edit' },
        { href: paths.resources(), label: words.resources, what: words.resourcesFor, needs: 'team.edit' },
      ],
    },
    {
      heading: words.offers,
      entries: [
        {
          href: paths.eventTypes(),
          label: words.eventTypes,
          what: words.eventTypesFor,
          needs: 'event_type.edit',
        },
        { href: paths.pages(), label: words.pages, what: words.pagesFor, needs: 'page.edit' },
        { href: paths.policies(), label: words.policies, what: words.policiesFor, needs: 'policy.edit' },
      ],
    },
    { heading: words.money, entries: moneyEntries(words) },
    {
      heading: words.programs,
      entries: [
        { href: paths.apiKeys(), label: words.apiKeys, what: words.apiKeysFor, needs: 'integration.edit' },
        { href: paths.webhooks(), label: words.webhooks, what: words.webhooksFor, needs: 'integration.edit' },
        {
          href: paths.embedding(),
          label: words.embedding,
          what: words.embeddingFor,
          needs: 'integration.edit',
        },
      ],
    },
  ]
}

function moneyEntries(words: ReturnType<typeof indexWords>): Entry[] {
  const needs = 'money.edit'
  return [
    { href: paths.financialSettings(), label: words.financial, what: words.financialFor, needs },
    { href: paths.paymentProviders(), label: words.providers, what: words.providersFor, needs },
    { href: paths.discountCodes(), label: words.codes, what: words.codesFor, needs },
  ]
}
