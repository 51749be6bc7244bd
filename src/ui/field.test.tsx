import { describe, expect, test } from 'vitest'
import { Button } from './button.tsx'
import { Checkbox, RadioGroup } from './choices.tsx'
import { ErrorSummary } from './error-summary.tsx'
import { Select, TextArea, TextField } from './field.tsx'

describe('a field', () => {
  test('is tied to its label, then its hint, then its error', () => {
    const html = String(
      <TextField
        id="mail"
        name="email"
        label="E-mail"
        hint="For the confirmation."
        error="Write an address"
      />,
    )
    expect(html.indexOf('<label for="mail">')).toBeLessThan(html.indexOf('id="mail-hint"'))
    expect(html.indexOf('id="mail-hint"')).toBeLessThan(html.indexOf('id="mail-error"'))
    expect(html.indexOf('id="mail-error"')).toBeLessThan(html.indexOf('<input'))
    expect(html).toContain('aria-describedby="mail-hint mail-error"')
    expect(html).toContain('aria-invalid="true"')
  })

  test('without hint and error claims neither', () => {
    const html = String(<TextField id="mail" name="email" label="E-mail" />)
    expect(html).not.toContain('aria-describedby')
    expect(html).not.toContain('aria-invalid')
  })

  // Seen to fail when the value was written with raw().
  test('keeps what was typed, as text', () => {
    expect(String(<TextField id="a" name="a" label="A" value={`"><script>alert(1)</script>`} />)).toContain(
      'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"',
    )
    expect(String(<TextArea id="b" name="b" label="B" value="</textarea><b>" />)).toContain(
      '&lt;/textarea&gt;&lt;b&gt;</textarea>',
    )
  })

  test('keeps the line breaks at the beginning and the end of a text', () => {
    const html = String(<TextArea id="b" name="b" label="B" value={'\none\n'} />)
    expect(html).toContain('>\n\none\n</textarea>')
  })

  test('has one chosen option', () => {
    const html = String(
      <Select
        id="r"
        name="r"
        label="Reason"
        value="ill"
        options={[
          { value: '', label: 'None' },
          { value: 'ill', label: 'Ill' },
        ]}
      />,
    )
    expect(html.match(/selected/gu)).toHaveLength(1)
    expect(html).toContain('<option value="ill" selected="">Ill</option>')
  })
})

describe('a group of choices', () => {
  test('is named by its legend, and its first choice has the id an error summary leads to', () => {
    const html = String(
      <RadioGroup
        id="money"
        name="money"
        legend="What would you like back?"
        error="Choose money or credit"
        options={[
          { value: 'money', label: 'Money' },
          { value: 'credit', label: 'Credit', hint: 'For 12 months', checked: true },
        ]}
      />,
    )
    expect(html).toContain(
      '<fieldset aria-describedby="money-error"><legend>What would you like back?</legend>',
    )
    expect(html).toContain('<input type="radio" id="money" name="money" value="money"/>')
    expect(html).toContain('checked="" aria-describedby="money-2-hint"')
  })

  test('a single box has its own label', () => {
    const html = String(<Checkbox id="agree" name="agree" label="I agree" error="Tick the box" />)
    expect(html).toContain('<label for="agree">I agree</label>')
    expect(html).toContain('aria-describedby="agree-error"')
  })
})

test('an error summary takes the focus without a script and leads to the fields', () => {
  const html = String(
    <ErrorSummary heading="One thing" problems={[{ href: '#mail', text: 'Write an address' }]} />,
  )
  expect(html).toContain('tabindex="-1" autofocus=""')
  expect(html).toContain('<a href="#mail">Write an address</a>')
})

describe('a button', () => {
  test('says what it does while it does it', () => {
    expect(String(<Button busyLabel="Cancelling…">Cancel the booking</Button>)).toContain(
      'data-busy="Cancelling…"',
    )
  })

  // Seen to fail when the blocked button kept type="submit": without a script it would send the form.
  test('that is blocked names the reason and cannot send the form', () => {
    const html = String(
      <Button id="move" name="do" value="move" disabledReason="Dana has to confirm first.">
        Move
      </Button>,
    )
    expect(html).toContain('type="button" id="move" aria-disabled="true" aria-describedby="move-why"')
    expect(html).toContain('<span class="button-why" id="move-why">Dana has to confirm first.</span>')
    expect(html).not.toContain('type="submit"')
    expect(html).not.toContain('name="do"')
  })
})
