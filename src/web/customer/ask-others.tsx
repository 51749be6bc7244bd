import { askText } from '#messages/asks.ts'
import type { PolicyAction } from '#domain/policies/policy.ts'
import { ButtonLink } from '#ui/button.tsx'
import { MoreActions } from '#ui/sticky-actions.tsx'
import { askableSessions } from './ask-askable.ts'
import { linksOf, type ManageView } from './manage-view.ts'

/** Under the sessions of a package that can be changed: the way to ask about those that cannot. */
export function AskAboutOthers({ view, action }: { view: ManageView; action: PolicyAction }) {
  if (askableSessions(view.booking, action).length === 0) return null
  return (
    <MoreActions>
      <ButtonLink href={linksOf(view).ask({ do: action })}>
        {askText(view.locale).askOthers(view.host.name)}
      </ButtonLink>
    </MoreActions>
  )
}
