import type { Objects } from '../api/schema.gen.ts'
import { COMMON_FIELDS } from '../resource/fields.ts'

export type Volume = Objects['openstack-volumes']

/** What lists ask for: columns, and what the rules of the menu look at. */
export const VOLUME_FIELDS = [
  ...COMMON_FIELDS,
  'size',
  'type_name',
  'bootable',
  'device',
  'instance_uuid',
  'instance_name',
  'instance_runtime_state',
  'image_name',
  'availability_zone_name',
  'extend_enabled',
  'marketplace_resource_uuid',
] as const

export const volumeHref = (volume: { uuid: string; tenant_uuid: string }, tab = 'overview') =>
  `/t/${volume.tenant_uuid}/volumes/${volume.uuid}/${tab}`

export const VOLUME_TABS = ['overview', 'activity'] as const
export type VolumeTab = (typeof VOLUME_TABS)[number]
export const isVolumeTab = (text: string): text is VolumeTab => (VOLUME_TABS as readonly string[]).includes(text)
