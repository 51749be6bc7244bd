import { light } from './mail-colours.ts'
import type { RibbonTone, RibbonZone } from './ribbon.tsx'

/** The refund ribbon as a table: a mark, then the amount, then until when. Mails cannot rely on fills. */
export function MailRibbon(props: {
  label: string
  zones: readonly Omit<RibbonZone, 'share' | 'position'>[]
  hereLabel: string
}) {
  return (
    <table
      width="100%"
      cellpadding="0"
      cellspacing="0"
      style="margin:0 0 20px;border-collapse:separate;border-spacing:0 3px"
    >
      <caption style="padding-bottom:6px;font-weight:600;text-align:start">{props.label}</caption>
      {props.zones.map((zone) => (
        <tr>
          <td width="14" class={`m-ribbon-${zone.tone}`} style={barStyles[zone.tone]} aria-hidden="true">
            &nbsp;
          </td>
          <td style="padding:6px 12px">
            <strong style="font-weight:600">{zone.amount}</strong>
            {zone.current ? (
              <span class="m-ink-2" style={`color:${light['ink-2']}`}>
                {' '}
                ({props.hereLabel})
              </span>
            ) : null}
            <br />
            <span class="m-ink-2" style={`font-size:15px;color:${light['ink-2']}`}>
              {zone.until}
            </span>
          </td>
        </tr>
      ))}
    </table>
  )
}

const barStyles: Record<RibbonTone, string> = {
  free: `width:14px;background:${light['ribbon-free']};border-radius:4px`,
  fee: `width:14px;border:2px dashed ${light['ribbon-fee']};border-radius:4px`,
  late: `width:14px;border:2px solid ${light['ribbon-late']};border-radius:4px`,
}
