import type { Locale } from './locale.ts'

/** Words of the pages before the gate: signing in, and a new password. */
export function signInWords(_locale: Locale) {
  return {
    title: 'Sign in',
    email: 'E-mail',
    password: 'Password',
    submit: 'Sign in',
    busy: 'Signing in\u2026',
    forgot: 'I forgot my password',
    wrong: 'E-mail or password is wrong. Check both, or ask for a new password.',
    wrongHeading: 'You are not signed in',
    tooMany: (minutes: number) => `There were too many tries. Wait ${minutes} minutes, then try again.`,
    chooseTitle: 'Where do you want to work?',
    choose: 'Organization',
    chooseSubmit: 'Open the organization',
    chooseAgain: 'The choice took too long. Sign in again.',
    forgotTitle: 'Get a new password',
    forgotLead: 'We send a link to your e-mail address. It works once, for one hour.',
    forgotSubmit: 'Send me the link',
    forgotBusy: 'Sending\u2026',
    sentTitle: 'Look into your mail',
    sent: (email: string) =>
      `If ${email} belongs to a team member, a link is on its way. It works for one hour.`,
    sentNothing:
      'Nothing there after a few minutes? Look among the unwanted mails, or ask whoever runs your team.',
    newTitle: 'Choose a new password',
    newPassword: 'New password',
    newHint: (shortest: number) => `At least ${shortest} characters. A few unrelated words make a good one.`,
    newSubmit: 'Save the new password',
    newBusy: 'Saving\u2026',
    tooShort: (shortest: number) => `Use at least ${shortest} characters for the new password.`,
    endsLogins: 'You are then signed out everywhere.',
    doneTitle: 'Your password is changed',
    done: 'Sign in with the new one. This link has done its work.',
    deadTitle: 'This link no longer works',
    dead: 'It is too old or mistyped. Your password is as it was.',
    again: 'Ask for a new link',
    back: 'Go to sign-in',
  }
}

/** Words of the mail that carries the link to a new password. */
export function resetMailWords(_locale: Locale) {
  return {
    subject: 'Choose a new password',
    opening: [
      'Somebody asked for a new password for your sign-in. If it was you, open the link.',
      'It works once, for one hour. If it was not you, do nothing: your password stays.',
    ],
    button: 'Choose a new password',
    footer: (business: string) => `You get this because you work with ${business}.`,
    over: 'the link was used, replaced or ran out',
  }
}
