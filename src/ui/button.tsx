import type { Child } from 'hono/jsx'
import { Icon, type IconName } from './icons.tsx'

export type ButtonKind = 'primary' | 'quiet' | 'danger' | 'link'

export type ButtonProps = {
  kind?: ButtonKind | undefined
  type?: 'submit' | 'button' | undefined
  id?: string | undefined
  name?: string | undefined
  value?: string | undefined
  /** The id of the form when the button stands outside it. */
  form?: string | undefined
  formaction?: string | undefined
  icon?: IconName | undefined
  /** What the button says while the form is on its way ("Cancelling…"). */
  busyLabel?: string | undefined
  /** Why the act is not possible now. The button keeps its place, does nothing and names the reason. */
  disabledReason?: string | undefined
  wide?: boolean | undefined
  children?: Child
}

export function Button(props: ButtonProps) {
  const { disabledReason, name, value } = props
  if (disabledReason !== undefined) return <DisabledButton {...props} disabledReason={disabledReason} />
  return (
    <button
      class="button"
      data-kind={props.kind ?? 'primary'}
      data-wide={props.wide ? '' : undefined}
      data-busy={props.busyLabel}
      type={props.type ?? 'submit'}
      id={props.id}
      name={name}
      value={value}
      form={props.form}
      formaction={props.formaction}
    >
      <Inside icon={props.icon}>{props.children}</Inside>
    </button>
  )
}

export type ButtonLinkProps = {
  href: string
  kind?: ButtonKind | undefined
  id?: string | undefined
  icon?: IconName | undefined
  rel?: string | undefined
  download?: boolean | string | undefined
  /** `_top` for what cannot be shown inside another site; it makes no difference elsewhere. */
  target?: '_top' | undefined
  wide?: boolean | undefined
  children?: Child
}

/** A link that looks like a button: it goes somewhere and never changes anything. */
export function ButtonLink(props: ButtonLinkProps) {
  return (
    <a
      class="button"
      data-kind={props.kind ?? 'quiet'}
      data-wide={props.wide ? '' : undefined}
      href={props.href}
      id={props.id}
      rel={props.rel}
      download={props.download || undefined}
      target={props.target}
    >
      <Inside icon={props.icon}>{props.children}</Inside>
    </a>
  )
}

/* It is no submit button: without JavaScript nothing else would stop the form. */
function DisabledButton(props: ButtonProps & { disabledReason: string }) {
  const reasonId = `${props.id ?? props.name ?? 'button'}-why`
  return (
    <span class="button-blocked">
      <button
        class="button"
        data-kind={props.kind ?? 'primary'}
        data-wide={props.wide ? '' : undefined}
        type="button"
        id={props.id}
        aria-disabled="true"
        aria-describedby={reasonId}
      >
        <Inside icon={props.icon}>{props.children}</Inside>
      </button>
      <span class="button-why" id={reasonId}>
        {props.disabledReason}
      </span>
    </span>
  )
}

function Inside({ icon, children }: { icon: IconName | undefined; children?: Child }) {
  return (
    <>
      {icon ? <Icon name={icon} /> : null}
      <span class="button-text">{children}</span>
    </>
  )
}
