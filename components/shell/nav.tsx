'use client'

/** The left menu: which pages a scope has. */
import {
  Activity,
  Boxes,
  Cable,
  Gauge,
  Globe,
  HardDrive,
  LayoutDashboard,
  ListChecks,
  type LucideIcon,
  Network,
  ScrollText,
  Server,
  Settings2,
  Shield,
  ShoppingBag,
} from 'lucide-react'
import type { Caller } from '../api/access.gen.ts'
import type { MessageKey } from '../i18n/core.ts'
import type { NavGroup } from '../ui/app-shell'
import type { ScopeInfo } from './scope'

type Entry = { path: string; label: MessageKey; icon: LucideIcon; exact?: boolean }
type Group = { label?: MessageKey; entries: readonly Entry[] }

const TENANT: readonly Group[] = [
  {
    entries: [
      { path: '', label: 'nav.overview', icon: LayoutDashboard, exact: true },
      { path: '/quotas', label: 'quotas.title', icon: Gauge },
    ],
  },
  { label: 'nav.compute', entries: [{ path: '/instances', label: 'instances.title', icon: Server }] },
  { label: 'nav.storage', entries: [{ path: '/volumes', label: 'volumes.title', icon: HardDrive }] },
  {
    label: 'nav.network',
    entries: [
      { path: '/networks', label: 'networks.title', icon: Network },
      { path: '/routers', label: 'routers.title', icon: Cable },
      { path: '/floating-ips', label: 'floatingIps.title', icon: Globe },
      { path: '/security-groups', label: 'securityGroups.title', icon: Shield },
    ],
  },
  {
    label: 'nav.operations',
    entries: [
      { path: '/jobs', label: 'nav.jobs', icon: ListChecks },
      { path: '/audit', label: 'nav.audit', icon: ScrollText },
    ],
  },
]

const PROJECT: readonly Group[] = [
  {
    entries: [
      { path: '', label: 'nav.dashboard', icon: LayoutDashboard, exact: true },
      { path: '/marketplace', label: 'marketplace.title', icon: ShoppingBag },
      { path: '/orders', label: 'orders.title', icon: ListChecks },
    ],
  },
  {
    label: 'nav.compute',
    entries: [
      { path: '/tenants', label: 'tenants.title', icon: Boxes },
      { path: '/instances', label: 'instances.title', icon: Server },
      { path: '/volumes', label: 'volumes.title', icon: HardDrive },
      { path: '/floating-ips', label: 'floatingIps.title', icon: Globe },
    ],
  },
  { label: 'nav.operations', entries: [{ path: '/audit', label: 'nav.audit', icon: ScrollText }] },
]

const ORGANISATION: Group = {
  label: 'nav.operations',
  entries: [{ path: '/audit', label: 'nav.audit', icon: ScrollText }],
}

const STAFF: Group = {
  label: 'nav.platform',
  entries: [
    { path: '/admin/quotas', label: 'quotas.title', icon: Gauge },
    { path: '/admin/jobs', label: 'nav.jobs', icon: Activity },
    { path: '/admin/audit', label: 'nav.audit', icon: ScrollText },
  ],
}

/** The provider whose pages are led to: that of the page's organisation if it is one, else the first. */
const providerEntry = (
  caller: Caller | undefined,
  customerUuid: string | undefined,
  sellers: readonly string[],
): Group | null => {
  const own = (caller?.grants ?? [])
    .filter((grant) => grant.scopeType === 'customer' && ['CUSTOMER.OWNER', 'CUSTOMER.MANAGER'].includes(grant.role))
    .map(({ scopeUuid }) => scopeUuid)
  const possible = caller?.isStaff ? sellers : own
  const isHere = customerUuid !== undefined && possible.includes(customerUuid)
  // Where nothing is sold yet, staff connect the first cloud for the organisation that they look at.
  const org = isHere ? customerUuid : (possible[0] ?? (caller?.isStaff ? customerUuid : undefined))
  if (!org) return null
  return {
    label: 'nav.provider',
    entries: [
      { path: `/provider/${org}/offerings`, label: 'provider.offerings', icon: Settings2 },
      { path: `/provider/${org}/quotas`, label: 'quotas.title', icon: Gauge },
    ],
  }
}

export const navOf = (
  scope: ScopeInfo,
  caller: Caller | undefined,
  isProvider: boolean,
  /** For staff: the organisations that sell. */
  sellers: readonly string[],
  t: (key: MessageKey) => string,
): NavGroup[] => {
  const base = scope.tenantUuid ? `/t/${scope.tenantUuid}` : scope.projectUuid ? `/p/${scope.projectUuid}` : null
  const groups: { base: string; group: Group }[] = []
  if (base) for (const group of scope.tenantUuid ? TENANT : PROJECT) groups.push({ base, group })
  else
    groups.push({
      base: '',
      group: { entries: [{ path: '/', label: 'shell.allProjects', icon: LayoutDashboard, exact: true }] },
    })
  if (!base && scope.customerUuid) groups.push({ base: `/o/${scope.customerUuid}`, group: ORGANISATION })
  const provider = isProvider ? providerEntry(caller, scope.customerUuid, sellers) : null
  if (provider) groups.push({ base: '', group: provider })
  if (caller?.isStaff) groups.push({ base: '', group: STAFF })
  return groups.map(({ base, group }) => ({
    label: group.label && t(group.label),
    items: group.entries.map(({ path, label, icon: Icon, exact }) => ({
      href: `${base}${path}`,
      label: t(label),
      icon: <Icon aria-hidden />,
      exact,
    })),
  }))
}
