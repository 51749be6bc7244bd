/** One question of the booking form. */
export interface Question {
  key: string
  label: string
  kind: 'line' | 'text'
  required: boolean
}
