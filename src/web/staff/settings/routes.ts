import { Hono } from 'hono'
import { requirePermission } from '../gate.ts'
import type { StaffEnv } from '../staff-env.ts'
import { makeApiKey, revokeKey, showApiKeys } from './api-keys.tsx'
import { saveEmbedding, showEmbedding } from './embedding.tsx'
import { saveChangedEventType, saveNewEventType, showEventType, showNewEventType } from './event-type.tsx'
import { showEventTypes } from './event-types.tsx'
import { saveHours, showHours } from './hours.tsx'
import { saveMember, saveNewMember, showMember, showNewMember } from './member.tsx'
import { moneySettingsRoutes } from './money/routes.ts'
import { saveOrganization, showOrganization } from './organization.tsx'
import { requireHours } from './own-hours.ts'
import { saveChangedPage, saveNewPage, showNewPage, showPage } from './page.tsx'
import { showPages } from './pages.tsx'
import { showPolicies } from './policies.tsx'
import { saveChangedPolicy, saveNewPolicy, showNewPolicy, showPolicy } from './policy.tsx'
import { saveResource, showResources } from './resources.tsx'
import { showIndex } from './settings-index.tsx'
import { withForm } from './settings-page.tsx'
import { showTeam } from './team.tsx'
import { saveTimeOff, showTimeOff } from './time-off.tsx'
import { saveNewWebhook, saveWebhook, showNewWebhook, showWebhook } from './webhook.tsx'
import { removeWebhook, rotateSecret } from './webhook-acts.ts'
import { showWebhooks } from './webhooks.tsx'

/** Everything below /staff/settings, for members who are signed in; each page asks for its permission. */
export function settingsRoutes(): Hono<StaffEnv> {
  const app = new Hono<StaffEnv>()
  app.get('/staff/settings', showIndex)

  const organization = '/staff/settings/organization'
  app.use(organization, requirePermission('organization.edit'))
  app.get(organization, showOrganization).post(organization, withForm(saveOrganization))

  app.use('/staff/settings/team', requirePermission('team.edit'))
  app.use('/staff/settings/team/*', requirePermission('team.edit'))
  app.get('/staff/settings/team', showTeam)
  app.get('/staff/settings/team/new', showNewMember).post('/staff/settings/team/new', withForm(saveNewMember))
  app
    .get('/staff/settings/team/:member', showMember)
    .post('/staff/settings/team/:member', withForm(saveMember))

  const resources = '/staff/settings/resources'
  app.use(resources, requirePermission('team.edit'))
  app.get(resources, showResources).post(resources, withForm(saveResource))

  const hours = '/staff/settings/hours/:owner'
  app.use(hours, requireHours())
  app.use(`${hours}/time-off`, requireHours())
  app.get(hours, showHours).post(hours, withForm(saveHours))
  app.get(`${hours}/time-off`, showTimeOff).post(`${hours}/time-off`, withForm(saveTimeOff))

  app.use('/staff/settings/event-types', requirePermission('event_type.edit'))
  app.use('/staff/settings/event-types/*', requirePermission('event_type.edit'))
  app.get('/staff/settings/event-types', showEventTypes)
  app
    .get('/staff/settings/event-types/new', showNewEventType)
    .post('/staff/settings/event-types/new', withForm(saveNewEventType))
  app.get('/staff/settings/event-types/:eventType', showEventType)
  app.post('/staff/settings/event-types/:eventType', withForm(saveChangedEventType))

  app.use('/staff/settings/pages', requirePermission('page.edit'))
  app.use('/staff/settings/pages/*', requirePermission('page.edit'))
  app.get('/staff/settings/pages', showPages)
  app.get('/staff/settings/pages/new', showNewPage).post('/staff/settings/pages/new', withForm(saveNewPage))
  app
    .get('/staff/settings/pages/:page', showPage)
    .post('/staff/settings/pages/:page', withForm(saveChangedPage))

  app.use('/staff/settings/policies', requirePermission('policy.edit'))
  app.use('/staff/settings/policies/*', requirePermission('policy.edit'))
  app.get('/staff/settings/policies', showPolicies)
  app
    .get('/staff/settings/policies/new', showNewPolicy)
    .post('/staff/settings/policies/new', withForm(saveNewPolicy))
  app
    .get('/staff/settings/policies/:policy', showPolicy)
    .post('/staff/settings/policies/:policy', withForm(saveChangedPolicy))

  app.route('/', moneySettingsRoutes())

  const apiKeys = '/staff/settings/api-keys'
  app.use(apiKeys, requirePermission('integration.edit'))
  app.use(`${apiKeys}/*`, requirePermission('integration.edit'))
  app.get(apiKeys, showApiKeys).post(apiKeys, withForm(makeApiKey))
  app.post(`${apiKeys}/:apiKey/revoke`, revokeKey)

  const webhooks = '/staff/settings/webhooks'
  app.use(webhooks, requirePermission('integration.edit'))
  app.use(`${webhooks}/*`, requirePermission('integration.edit'))
  app.get(webhooks, showWebhooks)
  app.get(`${webhooks}/new`, showNewWebhook).post(`${webhooks}/new`, withForm(saveNewWebhook))
  app.get(`${webhooks}/:endpoint`, showWebhook).post(`${webhooks}/:endpoint`, withForm(saveWebhook))
  app.post(`${webhooks}/:endpoint/secret`, withForm(rotateSecret))
  app.post(`${webhooks}/:endpoint/remove`, removeWebhook)

  const embedding = '/staff/settings/embedding'
  app.use(embedding, requirePermission('integration.edit'))
  app.get(embedding, showEmbedding).post(embedding, withForm(saveEmbedding))
  return app
}
