import {
  addBookingPageOperation,
  changeBookingPageOperation,
  listBookingPagesOperation,
  readBookingPageOperation,
} from './booking-pages.ts'
import {
  addEventTypeOperation,
  changeEventTypeOperation,
  listEventTypesOperation,
  readEventTypeOperation,
} from './event-types.ts'
import { hoursOperations } from './hours.ts'
import { overrideOperations } from './hours-overrides.ts'
import type { Operation } from './operation.ts'
import { changeOrganizationOperation, readOrganizationOperation } from './organization.ts'
import {
  addPolicyOperation,
  listPoliciesOperation,
  readPolicyOperation,
  renamePolicyOperation,
} from './policies.ts'
import { addVersionOperation, listVersionsOperation } from './policy-versions.ts'
import { addResourceOperation, listResourcesOperation } from './resources.ts'
import {
  addMemberOperation,
  changeMemberOperation,
  listMembersOperation,
  readMemberOperation,
} from './team-members.ts'
import { timeOffOperations } from './time-off.ts'

/** What a business sets up before anybody can book: the same that the pages below Settings do. */
export const SET_UP_OPERATIONS: Operation[] = [
  readOrganizationOperation,
  changeOrganizationOperation,
  listMembersOperation,
  readMemberOperation,
  addMemberOperation,
  changeMemberOperation,
  ...hoursOperations('member'),
  ...overrideOperations('member'),
  ...timeOffOperations('member'),
  listResourcesOperation,
  addResourceOperation,
  ...hoursOperations('resource'),
  ...overrideOperations('resource'),
  ...timeOffOperations('resource'),
  listEventTypesOperation,
  readEventTypeOperation,
  addEventTypeOperation,
  changeEventTypeOperation,
  listBookingPagesOperation,
  readBookingPageOperation,
  addBookingPageOperation,
  changeBookingPageOperation,
  listPoliciesOperation,
  readPolicyOperation,
  addPolicyOperation,
  renamePolicyOperation,
  listVersionsOperation,
  addVersionOperation,
]
