'use client'

/** Tells staff on every page that a cloud's certificate is not checked. */
import { useQuery } from '@tanstack/react-query'
import { listOf, useMe } from '../api/query.ts'
import { useT } from '../i18n/provider'
import { Banner } from '../ui/error-state'
import { Link } from '../ui/link'

const query = listOf('service-settings', { field: ['uuid', 'name', 'customer', 'verify_ssl'], page_size: 100 })

export function InsecureBanner() {
  const t = useT()
  const { caller } = useMe()
  // Kept by the event stream: a new page does not ask again.
  const { data } = useQuery({ ...query, enabled: caller?.isStaff === true, staleTime: Number.POSITIVE_INFINITY })
  const insecure = data?.rows.filter(({ verify_ssl }) => verify_ssl === false) ?? []
  if (insecure.length === 0) return null
  const seller = insecure[0].customer.split('/').filter(Boolean).at(-1)
  return (
    <div className="px-4 pt-2 md:px-6" data-testid="insecure-banner">
      <Banner tone="bad" action={<Link href={`/provider/${seller}/offerings`}>{t('admin.insecureOpen')}</Link>}>
        {t('admin.insecure', { names: insecure.map(({ name }) => name).join(', ') })}
      </Banner>
    </div>
  )
}
