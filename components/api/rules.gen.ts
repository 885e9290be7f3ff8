// Made by `npm run gen` from the declarations in server/resources: edit those.
import * as instance from './rules/instance.gen.ts'
import * as volume from './rules/volume.gen.ts'
import type { ActionRule } from './rules.ts'

export const rules = {
  'auth-tokens': {
    'destroy': { label: 'Destroy', method: 'DELETE', path: '', onRow: true, rule: { kind: 'staff' } },
  },
  'configuration': {
  },
  'customers': {
    'update': { label: 'Update', method: 'PATCH', path: '', onRow: true, rule: { kind: 'permission', name: 'CUSTOMER.UPDATE', on: ['customer'] } },
    'destroy': { label: 'Destroy', method: 'DELETE', path: '', onRow: true, rule: { kind: 'permission', name: 'CUSTOMER.DELETE', on: ['customer'] } },
    'add_user': { label: 'Add user', method: 'POST', path: 'add_user', onRow: true, rule: { kind: 'permission', name: 'CUSTOMER.CREATE_PERMISSION', on: ['project', 'customer'] } },
    'update_user': { label: 'Update user', method: 'POST', path: 'update_user', onRow: true, rule: { kind: 'permission', name: 'CUSTOMER.UPDATE_PERMISSION', on: ['project', 'customer'] } },
    'delete_user': { label: 'Delete user', method: 'POST', path: 'delete_user', onRow: true, rule: { kind: 'permission', name: 'CUSTOMER.DELETE_PERMISSION', on: ['project', 'customer'] } },
    'list_users': { label: 'List users', method: 'GET', path: 'list_users', onRow: true, rule: { kind: 'signed_in' } },
    'create': { label: 'Create an organisation', method: 'POST', path: '', onRow: false, rule: { kind: 'signed_in' } },
  },
  'events': {
  },
  'foyer-console-tickets': {
    'create': { label: 'Issue a ticket for the console of an instance', method: 'POST', path: '', onRow: false, rule: { kind: 'signed_in' } },
  },
  'keys': {
    'destroy': { label: 'Destroy', method: 'DELETE', path: '', onRow: true, rule: { kind: 'signed_in' } },
    'create': { label: 'Add an SSH public key', method: 'POST', path: '', onRow: false, rule: { kind: 'signed_in' } },
  },
  'openstack-instances': {
    'update': { label: 'Update', method: 'PATCH', path: '', onRow: true, rule: { kind: 'managers' }, states: ['OK'] },
    'destroy': { label: 'Destroy', method: 'DELETE', path: '', onRow: true, rule: { kind: 'permission', name: 'RESOURCE.TERMINATE', on: ['project', 'customer'] }, states: ['OK', 'ERRED'] },
    'pull': { label: 'Pull', method: 'POST', path: 'pull', onRow: true, rule: { kind: 'managers' }, states: ['OK', 'ERRED'] },
    'unlink': { label: 'Unlink', method: 'POST', path: 'unlink', onRow: true, rule: { kind: 'staff' } },
    'set_ok': { label: 'Set ok', method: 'POST', path: 'set_ok', onRow: true, rule: { kind: 'staff' } },
    'set_erred': { label: 'Set erred', method: 'POST', path: 'set_erred', onRow: true, rule: { kind: 'staff' } },
    'start': { label: 'Start', method: 'POST', path: 'start', onRow: true, rule: { kind: 'permission', name: 'OPENSTACK_INSTANCE.MANAGE_POWER', on: ['project', 'customer'] }, states: ['OK'], runtimeStates: ['SHUTOFF'], runtimeRefusal: { ACTIVE: 'Instance is already active.' } },
    'stop': { label: 'Stop', method: 'POST', path: 'stop', onRow: true, rule: { kind: 'permission', name: 'OPENSTACK_INSTANCE.MANAGE_POWER', on: ['project', 'customer'] }, states: ['OK'], runtimeStates: ['ACTIVE'], runtimeRefusal: { SHUTOFF: 'Instance is already stopped.' } },
    'restart': { label: 'Restart', method: 'POST', path: 'restart', onRow: true, rule: { kind: 'permission', name: 'OPENSTACK_INSTANCE.MANAGE_POWER', on: ['project', 'customer'] }, states: ['OK'], runtimeStates: ['ACTIVE'], runtimeRefusal: { SHUTOFF: 'Please start instance first.' } },
    'change_flavor': { label: 'Change flavor', method: 'POST', path: 'change_flavor', onRow: true, rule: { kind: 'permission', name: 'OPENSTACK_INSTANCE.MANAGE', on: ['project', 'customer'] }, states: ['OK'], runtimeStates: ['SHUTOFF'], runtimeRefusal: { ACTIVE: 'Please stop the instance before its flavor change.' } },
    'update_security_groups': { label: 'Update security groups', method: 'POST', path: 'update_security_groups', onRow: true, rule: { kind: 'permission', name: 'OPENSTACK_INSTANCE.MANAGE', on: ['project', 'customer'] }, states: ['OK'], guards: [instance.guards.update_security_groups[0]] },
    'console': { label: 'Console', method: 'GET', path: 'console', onRow: true, rule: { kind: 'permission', name: 'OPENSTACK_INSTANCE.CONSOLE_ACCESS', on: ['project', 'customer'] }, states: ['OK'], guards: [instance.guards.console[0]] },
    'console_post': { label: 'Console post', method: 'POST', path: 'console', onRow: true, rule: { kind: 'permission', name: 'OPENSTACK_INSTANCE.CONSOLE_ACCESS', on: ['project', 'customer'] }, states: ['OK'], guards: [instance.guards.console[0]] },
    'console_log': { label: 'Console log', method: 'GET', path: 'console_log', onRow: true, rule: { kind: 'permission', name: 'OPENSTACK_INSTANCE.CONSOLE_ACCESS', on: ['project', 'customer'] }, guards: [instance.guards.console_log[0]] },
    'ports': { label: 'Ports', method: 'GET', path: 'ports', onRow: true, rule: { kind: 'signed_in' } },
    'floating_ips': { label: 'Floating ips', method: 'GET', path: 'floating_ips', onRow: true, rule: { kind: 'signed_in' } },
    'create': { label: 'Create an instance in a tenant (an order)', method: 'POST', path: '', onRow: false, rule: { kind: 'signed_in' } },
  },
  'openstack-volumes': {
    'update': { label: 'Update', method: 'PATCH', path: '', onRow: true, rule: { kind: 'managers' }, states: ['OK'] },
    'destroy': { label: 'Destroy', method: 'DELETE', path: '', onRow: true, rule: { kind: 'permission', name: 'RESOURCE.TERMINATE', on: ['project', 'customer'] }, states: ['OK', 'ERRED'], guards: [volume.guards.destroy[0]] },
    'pull': { label: 'Pull', method: 'POST', path: 'pull', onRow: true, rule: { kind: 'managers' }, states: ['OK', 'ERRED'] },
    'unlink': { label: 'Unlink', method: 'POST', path: 'unlink', onRow: true, rule: { kind: 'staff' } },
    'set_ok': { label: 'Set ok', method: 'POST', path: 'set_ok', onRow: true, rule: { kind: 'staff' } },
    'set_erred': { label: 'Set erred', method: 'POST', path: 'set_erred', onRow: true, rule: { kind: 'staff' } },
    'extend': { label: 'Extend', method: 'POST', path: 'extend', onRow: true, rule: { kind: 'managers' }, states: ['OK'], guards: [volume.guards.extend[0], volume.guards.extend[1]] },
    'attach': { label: 'Attach', method: 'POST', path: 'attach', onRow: true, rule: { kind: 'managers' }, states: ['OK'], runtimeStates: ['available'] },
    'detach': { label: 'Detach', method: 'POST', path: 'detach', onRow: true, rule: { kind: 'managers' }, states: ['OK'], runtimeStates: ['in-use'], guards: [volume.guards.detach[0], volume.guards.detach[1]] },
    'create': { label: 'Create a volume in a tenant (an order)', method: 'POST', path: '', onRow: false, rule: { kind: 'signed_in' } },
  },
  'override-settings': {
    'create': { label: 'Change settings', method: 'POST', path: '', onRow: false, rule: { kind: 'staff' } },
  },
  'personal-access-tokens': {
    'destroy': { label: 'Destroy', method: 'DELETE', path: '', onRow: true, rule: { kind: 'signed_in' } },
    'create': { label: 'Create a personal access token; its secret is in this answer only', method: 'POST', path: '', onRow: false, rule: { kind: 'signed_in' } },
  },
  'projects': {
    'update': { label: 'Update', method: 'PATCH', path: '', onRow: true, rule: { kind: 'permission', name: 'PROJECT.UPDATE', on: ['project', 'customer'] } },
    'destroy': { label: 'Destroy', method: 'DELETE', path: '', onRow: true, rule: { kind: 'permission', name: 'PROJECT.DELETE', on: ['project', 'customer'] } },
    'add_user': { label: 'Add user', method: 'POST', path: 'add_user', onRow: true, rule: { kind: 'permission', name: 'PROJECT.CREATE_PERMISSION', on: ['project', 'customer'] } },
    'update_user': { label: 'Update user', method: 'POST', path: 'update_user', onRow: true, rule: { kind: 'permission', name: 'PROJECT.UPDATE_PERMISSION', on: ['project', 'customer'] } },
    'delete_user': { label: 'Delete user', method: 'POST', path: 'delete_user', onRow: true, rule: { kind: 'permission', name: 'PROJECT.DELETE_PERMISSION', on: ['project', 'customer'] } },
    'list_users': { label: 'List users', method: 'GET', path: 'list_users', onRow: true, rule: { kind: 'signed_in' } },
    'create': { label: 'Create a project', method: 'POST', path: '', onRow: false, rule: { kind: 'signed_in' } },
  },
  'roles': {
    'update': { label: 'Update', method: 'PATCH', path: '', onRow: true, rule: { kind: 'staff' } },
    'destroy': { label: 'Destroy', method: 'DELETE', path: '', onRow: true, rule: { kind: 'staff' } },
    'enable': { label: 'Enable', method: 'POST', path: 'enable', onRow: true, rule: { kind: 'staff' } },
    'disable': { label: 'Disable', method: 'POST', path: 'disable', onRow: true, rule: { kind: 'staff' } },
    'create': { label: 'Create a role', method: 'POST', path: '', onRow: false, rule: { kind: 'staff' } },
  },
  'users': {
    'update': { label: 'Update', method: 'PATCH', path: '', onRow: true, rule: { kind: 'signed_in' } },
    'destroy': { label: 'Destroy', method: 'DELETE', path: '', onRow: true, rule: { kind: 'staff' } },
    'token': { label: 'Token', method: 'GET', path: 'token', onRow: true, rule: { kind: 'signed_in' } },
    'refresh_token': { label: 'Refresh token', method: 'POST', path: 'refresh_token', onRow: true, rule: { kind: 'signed_in' } },
    'change_password': { label: 'Change password', method: 'POST', path: 'change_password', onRow: true, rule: { kind: 'signed_in' } },
    'remove_password': { label: 'Remove password', method: 'POST', path: 'remove_password', onRow: true, rule: { kind: 'staff' } },
    'foyer_password_link': { label: 'Foyer password link', method: 'POST', path: 'foyer_password_link', onRow: true, rule: { kind: 'staff' } },
    'create': { label: 'Create a local account; foyer_password_link lets the person set a password', method: 'POST', path: '', onRow: false, rule: { kind: 'staff' } },
  },
  'version': {
  },
} as const satisfies Record<string, Record<string, ActionRule>>
