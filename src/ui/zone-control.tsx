import { Button } from './button.tsx'
import { SelectOptions, type OptionGroup } from './field.tsx'
import { Icon } from './icons.tsx'

export type ZoneControlProps = {
  action: string
  /** The name of the select; "tz" unless told. */
  name?: string | undefined
  label: string
  /** The IANA name chosen now. */
  value: string
  /** The likely zones first, then the regions. */
  groups: readonly OptionGroup[]
  submitLabel: string
  /** What else the address needs to keep, such as the chosen day. */
  keep?: readonly { name: string; value: string }[] | undefined
}

/** Changes the zone in which times are shown. A GET form: it only shows, it changes nothing. */
export function ZoneControl(props: ZoneControlProps) {
  const name = props.name ?? 'tz'
  return (
    <form class="zone-control" method="get" action={props.action} data-submits-itself>
      {props.keep?.map((pair) => (
        <input type="hidden" name={pair.name} value={pair.value} />
      ))}
      <label for="zone">
        <Icon name="globe" />
        {props.label}
      </label>
      <div class="zone-row">
        <select id="zone" name={name}>
          <SelectOptions value={props.value} groups={props.groups} />
        </select>
        <Button kind="quiet">{props.submitLabel}</Button>
      </div>
    </form>
  )
}

export type ZoneHintProps = {
  /** The IANA name of the zone that the page shows. */
  zone: string
  /** "Showing New York time." */
  text: string
  /** "Use {city} time instead": the browser fills in its own city. */
  linkText: string
  /** The address with `{zone}` where the IANA name goes. */
  href: string
}

/** Stays hidden until the browser finds that its own zone is another one. */
export function ZoneHint({ zone, text, linkText, href }: ZoneHintProps) {
  return (
    <p class="zone-hint" hidden data-zone-hint data-zone={zone} data-href={href} data-link-text={linkText}>
      <Icon name="globe" />
      <span>
        {text} <a></a>
      </span>
    </p>
  )
}
