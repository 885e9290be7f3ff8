import type { ReactNode } from 'react'
import { ScopeGate } from '@/components/shell/scope-gate'

export default async function ProjectLayout({
  params,
  children,
}: {
  params: Promise<{ project: string }>
  children: ReactNode
}) {
  const { project } = await params
  return (
    <ScopeGate collection="projects" uuid={project}>
      {children}
    </ScopeGate>
  )
}
