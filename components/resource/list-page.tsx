'use client'

/** The page around a list: breadcrumb of its scope, then its title. */
import type { ReactNode } from 'react'
import { useScopeCrumbs } from '../shell/scope'
import { Breadcrumb, type Crumb } from '../ui/breadcrumb'
import { PageHeader } from '../ui/page'

export function ListPage({
  title,
  above = [],
  children,
}: {
  title: string
  /** Pages between the scope and this one. */
  above?: readonly Crumb[]
  children: ReactNode
}) {
  const crumbs = useScopeCrumbs()
  return (
    <>
      <PageHeader title={title} breadcrumb={<Breadcrumb items={[...crumbs, ...above, { label: title }]} />} />
      {children}
    </>
  )
}
