'use client'

/** What stands in a scope is shown to those who see the scope; to all others nothing is there, on every page of it. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { isApiFailure } from '../api/client.ts'
import { detailOf } from '../api/query.ts'
import type { Collection } from '../api/rules.ts'
import { NotFound } from '../resource/not-found'

export function ScopeGate({
  collection,
  uuid,
  children,
}: {
  collection: Extract<Collection, 'openstack-tenants' | 'projects' | 'customers'>
  uuid: string
  children: ReactNode
}) {
  const { error } = useQuery(detailOf(collection, uuid))
  return isApiFailure(error) && error.status === 404 ? <NotFound /> : children
}
