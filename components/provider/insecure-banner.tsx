'use client'

/** What staff are told of all clouds on every page: who sells, and whose certificate is not checked. */
import { useQuery } from '@tanstack/react-query'
import { listOf, useMe } from '../api/query.ts'
import type { Objects } from '../api/schema.gen.ts'
import { useT } from '../i18n/provider'
import { Banner } from '../ui/error-state'
import { Link } from '../ui/link'

type Cloud = Pick<Objects['service-settings'], 'uuid' | 'name' | 'customer' | 'verify_ssl'>
const query = listOf('service-settings', { field: ['uuid', 'name', 'customer', 'verify_ssl'], page_size: 100 })

const sellerOf = ({ customer }: Cloud): string => customer.split('/').filter(Boolean).at(-1) ?? ''

/** All clouds, for staff; empty for others. Kept by the event stream: a new page does not ask again. */
function useClouds(): readonly Cloud[] {
  const { caller } = useMe()
  const { data } = useQuery({ ...query, enabled: caller?.isStaff === true, staleTime: Number.POSITIVE_INFINITY })
  return data?.rows ?? []
}

/** The organisations that sell. */
export const useSellers = (): readonly string[] => [...new Set(useClouds().map(sellerOf))]

export function InsecureBanner() {
  const t = useT()
  const insecure = useClouds().filter(({ verify_ssl }) => verify_ssl === false)
  if (insecure.length === 0) return null
  return (
    <div className="px-4 py-2 md:px-6" data-testid="insecure-banner">
      <Banner
        tone="bad"
        action={<Link href={`/provider/${sellerOf(insecure[0])}/offerings`}>{t('admin.insecureOpen')}</Link>}
      >
        {t('admin.insecure', { names: insecure.map(({ name }) => name).join(', ') })}
      </Banner>
    </div>
  )
}
