'use client'

/** All organisations, projects and tenants of the caller, with what each tenant has left. */
import { useQuery } from '@tanstack/react-query'
import { Boxes, FolderKanban } from 'lucide-react'
import { useMemo, useState } from 'react'
import { listOf, useMe } from '../api/query.ts'
import type { Objects } from '../api/schema.gen.ts'
import { useT } from '../i18n/provider'
import { QuotaBars } from '../quota/bars'
import { shownError } from '../resource/failure.ts'
import { Breadcrumb } from '../ui/breadcrumb'
import { ButtonLink } from '../ui/button'
import { EmptyState, ErrorState, Skeleton } from '../ui/error-state'
import { SearchInput } from '../ui/input'
import { Link } from '../ui/link'
import { PageHeader, Section } from '../ui/page'
import { StateBadge } from '../ui/state-badge'

type Tenant = Objects['openstack-tenants']
type Project = { uuid: string; name: string; customer_uuid: string; customer_name: string }

/** More scopes than this are found by search. */
const MOST = 300
const BARS = ['vcpu', 'ram', 'storage', 'instances']

const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name)

export function ScopeOverview() {
  const t = useT()
  const { me } = useMe()
  const [search, setSearch] = useState('')
  const projects = useQuery(
    listOf('projects', { page_size: MOST, o: 'name', field: ['uuid', 'name', 'customer_uuid', 'customer_name'] }),
  )
  const tenants = useQuery(
    listOf('openstack-tenants', {
      page_size: MOST,
      o: 'name',
      field: ['uuid', 'name', 'state', 'action', 'modified', 'error_message', 'project_uuid', 'service_name', 'quotas'],
    }),
  )
  const organisations = useMemo(() => {
    const wanted = search.toLowerCase()
    const holds = (...texts: string[]) => texts.some((text) => text.toLowerCase().includes(wanted))
    const found = new Map<string, { uuid: string; name: string; projects: (Project & { tenants: Tenant[] })[] }>()
    for (const project of (projects.data?.rows ?? []) as unknown as Project[]) {
      const own = (tenants.data?.rows ?? []).filter((tenant) => tenant.project_uuid === project.uuid).sort(byName)
      const whole = holds(project.name, project.customer_name)
      const shown = whole ? own : own.filter((tenant) => holds(tenant.name, tenant.service_name))
      if (!whole && shown.length === 0) continue
      const key = project.customer_uuid
      const organisation = found.get(key) ?? { uuid: key, name: project.customer_name, projects: [] }
      organisation.projects.push({ ...project, tenants: shown })
      found.set(key, organisation)
    }
    return [...found.values()].sort(byName)
  }, [projects.data, tenants.data, search])

  const error = projects.error ?? tenants.error
  return (
    <>
      <PageHeader
        title={t('projects.overview')}
        breadcrumb={<Breadcrumb items={[{ label: t('shell.allProjects') }]} />}
      />
      <SearchInput
        value={search}
        onChange={setSearch}
        label={t('shell.scopeSearch')}
        placeholder={t('shell.scopeSearch')}
        hotkey
        className="mb-5 max-w-sm"
      />
      {error && (
        <div className="pb-4">
          <ErrorState
            error={shownError(error)}
            onRetry={() => {
              void projects.refetch()
              void tenants.refetch()
            }}
          />
        </div>
      )}
      {projects.isPending ? (
        <Skeleton className="h-40" />
      ) : organisations.length === 0 ? (
        search ? (
          <EmptyState text={t('ui.noResults')} />
        ) : (
          <EmptyState text={t('projects.noScope', { user: me?.username ?? '' })} />
        )
      ) : (
        organisations.map((organisation) => (
          <Section key={organisation.uuid} title={organisation.name} testId={`organisation-${organisation.uuid}`}>
            <ul className="space-y-5">
              {organisation.projects.map((project) => (
                <li key={project.uuid} data-testid={`project-${project.uuid}`}>
                  <h3 className="flex items-center gap-2 text-base">
                    <FolderKanban aria-hidden className="size-4 text-muted" />
                    <Link href={`/p/${project.uuid}`}>{project.name}</Link>
                  </h3>
                  {project.tenants.length === 0 && tenants.data && (
                    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 pl-6 text-sm text-muted">
                      {t('projects.noTenant')}
                      <ButtonLink size="sm" href={`/p/${project.uuid}/marketplace`}>
                        {t('orders.emptyAction')}
                      </ButtonLink>
                    </p>
                  )}
                  <ul className="divide-y divide-line pl-6">
                    {project.tenants.map((tenant) => (
                      <TenantLine key={tenant.uuid} tenant={tenant} />
                    ))}
                  </ul>
                </li>
              ))}
            </ul>
          </Section>
        ))
      )}
    </>
  )
}

function TenantLine({ tenant }: { tenant: Tenant }) {
  return (
    <li data-testid={`tenant-${tenant.uuid}`} className="grid gap-x-8 gap-y-2 py-3 lg:grid-cols-[16rem_minmax(0,1fr)]">
      <div className="min-w-0 space-y-1">
        <p className="flex min-w-0 items-center gap-2">
          <Boxes aria-hidden className="size-4 shrink-0 text-muted" />
          <Link href={`/t/${tenant.uuid}`} className="min-w-0 truncate font-medium">
            {tenant.name}
          </Link>
        </p>
        <p className="flex items-center gap-2 pl-6 text-sm text-muted">
          <StateBadge
            state={tenant.state}
            action={tenant.action}
            error={tenant.error_message}
            since={tenant.modified}
          />
          <span className="truncate">{tenant.service_name}</span>
        </p>
      </div>
      <QuotaBars quotas={tenant.quotas} only={BARS} />
    </li>
  )
}
