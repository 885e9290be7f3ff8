'use client'

/** What can be done about the failure of an instance, by its cause (screens 17.3). */
import { useT } from '../../i18n/provider'
import { ButtonLink } from '../../ui/button'
import type { Instance } from '../types.ts'

export function WaysOut({ instance }: { instance: Instance }) {
  const t = useT()
  const { error_message: error, tenant_uuid: tenant } = instance
  const again = `/t/${tenant}/instances/new`
  if (/no room for this flavor/i.test(error) && !instance.backend_id)
    return (
      <ButtonLink size="sm" href={again} data-testid="way-other-flavor">
        {t('instances.tryOther')}
      </ButtonLink>
    )
  if (/image needs/i.test(error) && !instance.backend_id)
    return (
      <ButtonLink size="sm" href={`${again}#disks`} data-testid="way-larger-disk">
        {t('instances.tryDisk')}
      </ButtonLink>
    )
  if (/quota|cloud limit/i.test(error))
    return (
      <>
        <ButtonLink size="sm" href={`/t/${tenant}/quotas`} data-testid="way-request-more">
          {t('instances.requestMore')}
        </ButtonLink>
        <ButtonLink size="sm" href={`/t/${tenant}/instances?sort=-ram`} data-testid="way-show-users">
          {t('instances.showQuotas')}
        </ButtonLink>
      </>
    )
  return null
}
