import { spell, type Locale } from './locale.ts'
import { amountExample } from './settings-money.ts'

/** Words that all settings pages share. */
export function formWords(_locale: Locale) {
  return {
    errorTab: (title: string) => `Error: ${title}`,
    saved: 'Saved',
    backToSettings: 'Settings',
    save: 'Save',
    saving: 'Saving…',
    optional: '(optional)',
    units: { minutes: 'minutes', hours: 'hours', days: 'days' },
    unitOf: (label: string) => `Unit of ${label.charAt(0).toLowerCase()}${label.slice(1)}`,
    choose: 'Choose from the list',
    on: 'On',
    off: 'Off',
  }
}

/** The index: every group with what it is for. */
export function indexWords(locale: Locale) {
  const cancel = spell(locale, 'cancelled')
  return {
    title: 'Settings',
    lead: 'What your business offers, who works in it, and what customers may change.',
    business: 'Business',
    people: 'People and time',
    offers: 'What can be booked',
    place: 'Settings',
    purpose: 'What it is for',
    organization: 'Organization',
    organizationFor: `Name, contact and time zone, and whether bookings can be ${cancel} or moved online.`,
    team: 'Team',
    teamFor: 'Who works here, with which role. Add people and switch them off.',
    resources: 'Rooms and devices',
    resourcesFor: 'Things that only one booking can use at a time.',
    ownHours: 'My working hours',
    ownHoursFor: 'When you can be booked, dates that differ, and your time off.',
    eventTypes: 'Event types',
    eventTypesFor: 'What people can book: length, price, hosts or panel, questions.',
    pages: 'Booking pages',
    pagesFor: 'Public addresses, and the event types each one offers.',
    policies: 'Policies',
    money: 'Money',
    financial: 'Financial settings',
    financialFor: 'Payment terms, tax, fees, refunds and invoices.',
    providers: 'Providers',
    providersFor: 'Through whom customers pay online.',
    codes: 'Discount codes',
    codesFor: 'Codes that lower the price for those who type them.',
    programs: 'Programs and other sites',
    apiKeys: 'API keys',
    apiKeysFor: 'Let programs book and change appointments as one of your team.',
    webhooks: 'Webhooks',
    webhooksFor: 'Addresses of your own programs that are told of bookings and changes.',
    embedding: 'Embedding',
    embeddingFor: 'Which of your sites may show the booking pages, and what to paste there.',
    policiesFor: `When customers may cancel or move, and what it costs. Each change is a new version.`,
  }
}

export function organizationWords(locale: Locale) {
  const cancelled = spell(locale, 'cancelled')
  return {
    title: 'Organization',
    lead: 'What customers read about your business, and switches that act at once.',
    saved: 'The organization is saved',
    about: 'About the business',
    name: 'Name',
    nameHint: 'Customers see it on every page and mail.',
    zone: 'Time zone',
    zoneHint: 'Used where no person’s own time zone applies.',
    locale: 'Language',
    localeHint: 'The language of these pages, and of customers who do not ask for another.',
    locales: { 'en-GB': 'English (United Kingdom)', 'en-US': 'English (United States)' },
    currency: 'Currency',
    currencyHint: 'Check your prices and fees after a change.',
    currencyLocked: 'Customers have booked in this currency, so it stays.',
    contact: 'How customers reach you',
    contactEmail: 'Contact e-mail',
    contactPhone: 'Contact phone',
    contactHint: 'Shown at the foot of every page, and where online changes have closed.',
    online: 'Changes online',
    mayCancel: 'Customers may cancel online',
    mayCancelHint: `On: customers cancel by their link as the policy allows. Off: no booking can be ${cancelled} online, old ones included.`,
    mayReschedule: 'Customers may reschedule online',
    mayRescheduleHint:
      'On: customers move a booking as the policy allows. Off: no booking can be moved online, old ones included.',
    quote: 'Minutes for which a shown price or deadline counts',
    quoteHint:
      'From 0 to 60. With 10, somebody who opens the page just in time has 10 minutes to decide. With 0, the clock decides.',
    undo: `Minutes in which a ${spell(locale, 'cancellation')} can be taken back`,
    undoHint:
      'From 0 to 60. Meanwhile the time stays with the customer, and refunds wait. With 0, nothing waits.',
    submit: 'Save organization',
  }
}

export function teamWords(_locale: Locale) {
  return {
    title: 'Team',
    lead: 'Everybody who can sign in. People who are off take no bookings and cannot sign in.',
    add: 'Add a team member',
    name: 'Name',
    email: 'E-mail',
    emailHint: 'For signing in, and for mails about bookings.',
    emailFixed: 'The address stays. For another one, add the person again and switch this entry off.',
    jobTitle: 'Title',
    jobTitleHint: 'Customers see it beside the name, such as Head of hiring.',
    zone: 'Time zone',
    zoneHint: 'Working hours are meant in this time zone.',
    role: 'Role',
    roleHint: 'You can give the roles that include no more than your own.',
    roleLocked: 'This role may do more than yours, so you cannot change this person.',
    state: 'State',
    hours: 'Working hours',
    hoursOf: (name: string) => `Working hours of ${name}`,
    active: 'Takes bookings and can sign in',
    activeHint: 'Switch it off when somebody leaves. Their bookings stay as they are.',
    refundLimit: 'Refunds without approval up to',
    refundLimitHint: (currency: string) =>
      `In ${currency}, such as ${amountExample(50, currency)}. Empty means no limit, and 0 lets somebody else approve each one.`,
    password: 'First password',
    passwordHint:
      'At least 10 characters. Left empty, they choose one by “Forgot your password?” on the sign-in page.',
    newTitle: 'Add a team member',
    newLead: 'Their working hours come next. Without hours nobody can be booked.',
    submitNew: 'Add team member',
    submit: 'Save team member',
    added: 'The team member is added. Set their working hours next.',
    saved: 'The team member is saved',
    back: 'Team',
    timeAndPlace: 'Title and time zone',
    roleNames: {
      owner: 'Owner',
      admin: 'Admin',
      manager: 'Manager',
      dispatcher: 'Dispatcher',
      accountant: 'Accountant',
      host: 'Host',
      viewer: 'Viewer',
    } as Record<string, string>,
  }
}

export function resourceWords(_locale: Locale) {
  return {
    title: 'Rooms and devices',
    lead: 'A room, device or vehicle is taken by one booking at a time, like a person.',
    none: 'No rooms or devices yet',
    noneLine: 'Add one here. Then give it hours, and a place in an event type.',
    newHeading: 'Add a room or device',
    name: 'Name',
    nameHint: 'Customers see it, such as Room 2.',
    zone: 'Time zone',
    submit: 'Add room or device',
    added: 'The room or device is added. Set its hours next.',
    hours: 'Hours',
    hoursOf: (name: string) => `Hours of ${name}`,
  }
}

export function setupWords(_locale: Locale) {
  return {
    title: 'Set up your business',
    lead: 'This installation is empty. Whoever fills this in becomes the owner.',
    business: 'Your business',
    name: 'Name of the business',
    zone: 'Time zone',
    locale: 'Language',
    currency: 'Currency',
    owner: 'You',
    ownerName: 'Your name',
    ownerEmail: 'Your e-mail',
    password: 'Password',
    passwordHint: 'At least 10 characters.',
    policyNote:
      'Customers may cancel or move until 24 hours before. You can change that later under Policies.',
    policyName: 'Standard policy',
    submit: 'Set up the business',
    busy: 'Setting up…',
    brand: 'Kept',
  }
}
