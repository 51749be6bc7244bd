/**
 * Picking a zone with the pointer shows it at once, so the button goes away. Somebody who walks through the list by
 * keyboard changes the value at every step: for them the button comes back and nothing happens by itself.
 */
export function submitZoneOnPick() {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-submits-itself]')) {
    const select = form.querySelector('select')
    const button = form.querySelector<HTMLElement>('.button')
    if (!select || !button) continue
    button.hidden = true
    let byKeyboard = false
    select.addEventListener('keydown', (event) => {
      if (event.key === 'Tab') return
      byKeyboard = true
      button.hidden = false
    })
    select.addEventListener('pointerdown', () => {
      byKeyboard = false
    })
    select.addEventListener('change', () => {
      if (!byKeyboard) form.requestSubmit()
    })
  }
}
