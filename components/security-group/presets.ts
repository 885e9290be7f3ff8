/** Rules that people ask for by name. */
import type { MessageKey } from '../i18n/core.ts'
import { type Draft, emptyDraft } from './draft.ts'

export type Preset = {
  id: string
  label: MessageKey
  /** Only where the group exists already: its rules name it. */
  needsGroup?: boolean
  rules: (groupUuid: string) => Partial<Draft>[]
}

const tcp = (ports: string): Partial<Draft> => ({ protocol: 'tcp', ports, peer: 'anywhere' })
const DATABASES = ['3306', '5432', '1433', '27017', '6379']

export const PRESETS: readonly Preset[] = [
  { id: 'ssh', label: 'securityGroups.presetSsh', rules: () => [tcp('22')] },
  { id: 'http', label: 'securityGroups.presetHttp', rules: () => [tcp('80')] },
  { id: 'https', label: 'securityGroups.presetHttps', rules: () => [tcp('443')] },
  { id: 'rdp', label: 'securityGroups.presetRdp', rules: () => [tcp('3389')] },
  { id: 'ping', label: 'securityGroups.presetPing', rules: () => [{ protocol: 'icmp', ports: '8', peer: 'anywhere' }] },
  {
    id: 'dns',
    label: 'securityGroups.presetDns',
    rules: () => [tcp('53'), { protocol: 'udp', ports: '53', peer: 'anywhere' }],
  },
  {
    id: 'databases',
    label: 'securityGroups.presetDatabases',
    needsGroup: true,
    rules: (group) => DATABASES.map((ports) => ({ protocol: 'tcp', ports, peer: 'group', group })),
  },
  {
    id: 'inside',
    label: 'securityGroups.presetInside',
    needsGroup: true,
    rules: (group) =>
      (['IPv4', 'IPv6'] as const).map((ethertype) => ({ ethertype, protocol: '', peer: 'group', group })),
  },
  {
    id: 'outbound',
    label: 'securityGroups.presetOutbound',
    needsGroup: true,
    rules: () =>
      (['IPv4', 'IPv6'] as const).map((ethertype) => ({
        direction: 'egress',
        ethertype,
        protocol: '',
        peer: 'anywhere',
      })),
  },
]

/** The preset's rules as new rows. */
export const draftsOf = (preset: Preset, groupUuid: string): Draft[] =>
  preset.rules(groupUuid).map((rule) => ({ ...emptyDraft(), ...rule }))
