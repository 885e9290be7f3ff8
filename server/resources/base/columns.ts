/** Columns that every OpenStack object of ours has. */
import { k } from '../../../db/columns.ts'
import type { State } from '../../jobs/states.ts'

export const resourceColumns = () => ({
  /** 32 hex digits, ours. */
  uuid: k.text('uuid').primaryKey(),
  name: k.text('name').notNull(),
  description: k.text('description').notNull().default(''),
  /** Ours; only the job engine writes it. */
  state: k.text('state').$type<State>().notNull(),
  /** OpenStack's own word, verbatim. */
  runtimeState: k.text('runtime_state').notNull().default(''),
  /** OpenStack's id; empty until the cloud has the object. */
  backendId: k.text('backend_id').notNull().default(''),
  errorMessage: k.text('error_message').notNull().default(''),
  errorTraceback: k.text('error_traceback').notNull().default(''),
  /** The running action in words ("Extend"), empty at rest. */
  action: k.text('action').notNull().default(''),
  actionDetails: k.json<Record<string, unknown>>('action_details').notNull().default({}),
  /** The tenant that owns the object; a tenant names itself, so that one filter serves all types. */
  tenantUuid: k.text('tenant_uuid').notNull(),
  projectUuid: k.text('project_uuid').notNull(),
  customerUuid: k.text('customer_uuid').notNull(),
  /** The provider (Waldur's service settings). */
  settingsUuid: k.text('settings_uuid').notNull(),
  createdAt: k.time('created_at').notNull(),
  modifiedAt: k.time('modified_at').notNull(),
  /** When the cloud last confirmed the object; null when it never did. */
  confirmedAt: k.time('confirmed_at'),
})
