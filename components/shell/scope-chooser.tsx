'use client'

import { Boxes, FolderKanban } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useT } from '../i18n/provider'
import type { PaletteItem } from '../ui/command-palette'
import { PaletteDialog } from '../ui/palette-dialog'
import { useTree } from './scope-switcher'

/** The palette's list, with scopes only. */
export function ScopeChooser({ onClose }: { onClose: () => void }) {
  const t = useT()
  const router = useRouter()
  const { projects, tenants } = useTree()
  const items: PaletteItem[] = [
    ...(projects ?? []).map((project) => ({
      id: `project-${project.uuid}`,
      label: String(project.name),
      hint: String(project.customer_name ?? ''),
      icon: <FolderKanban aria-hidden />,
      group: t('shell.projects'),
      kind: 'project' as const,
      onSelect: () => router.push(`/p/${project.uuid}`),
    })),
    ...(tenants ?? []).map((tenant) => ({
      id: `tenant-${tenant.uuid}`,
      label: tenant.name,
      hint: `${tenant.project_name} · ${tenant.service_name}`,
      icon: <Boxes aria-hidden />,
      group: t('shell.tenants'),
      kind: 'project' as const,
      onSelect: () => router.push(`/t/${tenant.uuid}`),
    })),
  ]
  return <PaletteDialog items={items} onClose={onClose} />
}
