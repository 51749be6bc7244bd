import { takingBackText } from '#messages/taking-back.ts'
import type { Receipt } from '#domain/bookings/change.ts'
import { Button } from '#ui/button.tsx'
import { HiddenFields, Stack } from '#ui/layout.tsx'
import type { WebContext } from '../deps.ts'
import { linksOf, type ManageView } from './manage-view.ts'
import { sealOpened } from './opened-form.ts'

/** Puts a canceled booking back, by the clock (ux M10). It stays in the page for as long as it works. */
export function UndoForm({ c, view, receipt }: { c: WebContext; view: ManageView; receipt: Receipt }) {
  const { undo } = takingBackText(view.locale)
  const until = Temporal.Instant.from(receipt.undoUntil!)
  const { refundMinor = '0', creditMinor = '0' } = receipt.money ?? {}
  const hasMoney = refundMinor !== '0' || creditMinor !== '0'
  return (
    <form method="post" action={linksOf(view).undo()} id="undo">
      <HiddenFields
        fields={{
          quote: receipt.quoteId,
          opened: sealOpened(c.var.deps.context.secret, view, 'undo'),
        }}
      />
      <Stack gap="tight">
        <div>
          <Button kind="quiet" icon="undo-2" busyLabel={undo.busy}>
            {undo.button(until, view.zone, receipt.quote.cancel.length)}
          </Button>
        </div>
        <p class="small quiet">{hasMoney ? undo.keptWithMoney : undo.kept}</p>
      </Stack>
    </form>
  )
}
