'use client'

/** Where am I, and where else can I go: organisations, projects and tenants in one list. */
import { useQuery } from '@tanstack/react-query'
import { Boxes, ChevronsUpDown, FolderKanban } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { listOf } from '../api/query.ts'
import { useT } from '../i18n/provider'
import { useScope } from './scope'

const Chooser = dynamic(() => import('./scope-chooser').then((module) => module.ScopeChooser), { ssr: false })

/** Everything the switcher and the start page list; one page of 300 is what a person works with. */
export const useTree = (enabled = true) => {
  const fields = ['uuid', 'name', 'customer_uuid', 'customer_name']
  const projects = useQuery({ ...listOf('projects', { page_size: 300, field: fields, o: 'name' }), enabled })
  const tenants = useQuery({
    ...listOf('openstack-tenants', {
      page_size: 300,
      field: ['uuid', 'name', 'state', 'project_uuid', 'project_name', 'service_name', 'action', 'error_message'],
      o: 'name',
    }),
    enabled,
  })
  return { projects: projects.data?.rows, tenants: tenants.data?.rows, error: projects.error ?? tenants.error }
}

export function ScopeSwitcher() {
  const t = useT()
  const scope = useScope()
  const [open, setOpen] = useState(false)
  const label = scope.tenantName ?? scope.projectName ?? scope.customerName ?? t('shell.allProjects')
  const Icon = scope.tenantUuid ? Boxes : FolderKanban
  return (
    <>
      <button
        type="button"
        data-testid="scope-switcher"
        aria-haspopup="dialog"
        aria-label={`${t('shell.scope')}: ${label}`}
        onClick={() => setOpen(true)}
        className="flex h-8 max-w-full items-center gap-2 rounded-md px-2 hover:bg-hover"
      >
        <Icon aria-hidden className="size-4 shrink-0 text-muted" />
        <span className="min-w-0 truncate">
          {scope.tenantName && scope.projectName && <span className="text-muted">{scope.projectName} / </span>}
          {label}
        </span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-muted" />
      </button>
      {open && <Chooser onClose={() => setOpen(false)} />}
    </>
  )
}
