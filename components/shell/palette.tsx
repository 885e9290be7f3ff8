'use client'

/** Ctrl/Cmd+K: pages of this scope, projects and tenants, and resources by name, address or id. */
import { useRouter } from 'next/navigation'
import { useCallback } from 'react'
import { api } from '../api/client.ts'
import { useT } from '../i18n/provider'
import type { NavGroup } from '../ui/app-shell'
import { CommandPalette, type PaletteItem } from '../ui/command-palette'

type Found = { uuid: string; name: string; tenant_uuid: string; tenant_name: string }
const AT_MOST = 6
const FIELDS = ['uuid', 'name', 'tenant_uuid', 'tenant_name']

export function Palette({ nav }: { nav: readonly NavGroup[] }) {
  const t = useT()
  const router = useRouter()
  const pages: PaletteItem[] = nav.flatMap((group) =>
    group.items.map((item) => ({
      id: `page-${item.href}`,
      label: item.label,
      hint: group.label,
      icon: item.icon,
      group: t('shell.pages'),
      kind: 'page' as const,
      onSelect: () => router.push(item.href),
    })),
  )
  const search = useCallback(
    async (query: string, signal: AbortSignal): Promise<PaletteItem[]> => {
      const find = (collection: string, params: Record<string, string>) =>
        api.list<Found>(collection, { ...params, field: FIELDS, page_size: AT_MOST }, { signal })
      const [instances, volumes, tenants, projects] = await Promise.all([
        find('openstack-instances', { query }),
        find('openstack-volumes', { name: query }),
        find('openstack-tenants', { name: query }),
        find('projects', { name: query }),
      ])
      const item =
        (kind: string, group: string, href: (row: Found) => string) =>
        (row: Found): PaletteItem => ({
          id: `${kind}-${row.uuid}`,
          label: row.name,
          hint: row.tenant_name,
          group,
          kind: kind === 'project' ? 'project' : 'resource',
          keywords: [row.uuid, query],
          onSelect: () => router.push(href(row)),
        })
      return [
        ...instances.rows.map(
          item('instance', t('shell.instances'), (row) => `/t/${row.tenant_uuid}/instances/${row.uuid}/overview`),
        ),
        ...volumes.rows.map(
          item('volume', t('shell.volumes'), (row) => `/t/${row.tenant_uuid}/volumes/${row.uuid}/overview`),
        ),
        ...tenants.rows.map(item('tenant', t('shell.tenants'), (row) => `/t/${row.uuid}`)),
        ...projects.rows.map(item('project', t('shell.projects'), (row) => `/p/${row.uuid}`)),
      ]
    },
    [router, t],
  )
  return <CommandPalette items={pages} search={search} />
}
