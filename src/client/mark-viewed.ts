/**
 * An invoice that a person has before them counts as looked at: its form is sent in the background, once. A page that
 * was only fetched, by a mail scanner or ahead of time, sends nothing.
 */
export function markViewedWhenSeen() {
  const form = document.querySelector<HTMLFormElement>('form[data-viewed]')
  if (!form) return
  const send = () => {
    if (document.hidden) return
    document.removeEventListener('visibilitychange', send)
    void fetch(form.action, { method: 'post', keepalive: true }).catch(() => null)
  }
  document.addEventListener('visibilitychange', send)
  send()
}
