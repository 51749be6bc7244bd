import type { Invoice, PrintedLine } from '#domain/bookings/printed-invoice.ts'
import { invoiceWords, type FeeLineKind } from '#messages/invoice.ts'
import { staffInvoiceWords } from '#messages/staff-invoices.ts'
import { paths } from '#paths.ts'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { TextField } from '#ui/field.tsx'
import { Fold } from '#ui/fold.tsx'
import { HiddenFields, Stack } from '#ui/layout.tsx'
import { fieldId } from '../../customer/form-errors.ts'
import { typedOfMinor } from '../settings/typed-money.ts'
import type { StaffContext } from '../staff-env.ts'

/** Why a typed amount was not taken. */
export interface FeeProblem {
  line: string
  typed: string
  text: string
}

/** One small form per fee (octopus O70). */
export function FeeForms(props: {
  c: StaffContext
  invoice: Invoice
  fees: readonly PrintedLine[]
  problem: FeeProblem | undefined
}) {
  const { c, invoice, fees, problem } = props
  const words = staffInvoiceWords(c.var.locale)
  return (
    <Card heading={words.fees} id="fees">
      <p class="small quiet">{words.feesLine}</p>
      {fees.map((fee) => {
        const refused = problem?.line === fee.id ? problem : undefined
        const name = fee.label || invoiceWords(c.var.locale).fee(fee.kind as FeeLineKind)
        return (
          <form method="post" action={paths.staffInvoiceAct(invoice.id, 'fee')} data-turbo="false" novalidate>
            <Stack>
              <HiddenFields fields={{ line: fee.id }} />
              <TextField
                id={fieldId(`amount-${fee.id}`)}
                name="amount"
                label={words.newAmount(name)}
                hint={words.amountHint}
                inputmode="decimal"
                width="short"
                value={refused?.typed ?? typedOfMinor(fee.payableMinor, invoice.currency)}
                error={refused?.text}
              />
              <div>
                <Button kind="quiet" busyLabel={words.busy}>
                  {words.setFee}
                </Button>
              </div>
            </Stack>
          </form>
        )
      })}
    </Card>
  )
}

/** Behind one line that opens it, because it is for good. */
export function VoidForm({ c, invoice }: { c: StaffContext; invoice: Invoice }) {
  const words = staffInvoiceWords(c.var.locale)
  return (
    <Fold label={words.voiding}>
      <p>{words.voidLine}</p>
      <form method="post" action={paths.staffInvoiceAct(invoice.id, 'void')} data-turbo="false">
        <Button kind="danger" busyLabel={words.busy}>
          {words.voidButton(invoice.number)}
        </Button>
      </form>
    </Fold>
  )
}
