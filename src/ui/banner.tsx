import type { Child } from 'hono/jsx'
import { Icon, type IconName } from './icons.tsx'

export type BannerKind = 'ok' | 'warn' | 'danger' | 'info'

export type BannerProps = {
  kind: BannerKind
  /** The fact in a few words: colour and shape never stand alone. */
  title: string
  /** Set only where the banner is put into a page that is already open. */
  live?: boolean | undefined
  /** Buttons or links under the text. */
  action?: Child
  children?: Child
}

const shapes: Record<BannerKind, IconName> = {
  ok: 'circle-check',
  warn: 'triangle-alert',
  danger: 'triangle-alert',
  info: 'info',
}

/** A message that stays in the page until the page changes; nothing here floats or vanishes. */
export function Banner({ kind, title, live, action, children }: BannerProps) {
  return (
    <div class="banner" data-kind={kind} role={live ? 'status' : undefined}>
      <Icon name={shapes[kind]} />
      <div class="banner-text">
        <p class="banner-title">{title}</p>
        {children ? <div>{children}</div> : null}
        {action ? <div class="row">{action}</div> : null}
      </div>
    </div>
  )
}
