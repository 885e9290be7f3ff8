'use client'

import { useQueryClient } from '@tanstack/react-query'
import { patchObject } from '../api/cache.ts'
import { useT } from '../i18n/provider'
import { notify } from '../ui/toast'
import { COLLECTION, type Offering } from './types.ts'

/**
 * What follows a save: the answer takes the place of what was read. The event stream does not tell the connection, which
 * not everybody may see.
 */
export function useSaved(): (saved: Offering) => void {
  const t = useT()
  const client = useQueryClient()
  return (saved) => {
    patchObject(client, COLLECTION, saved.uuid, saved)
    notify.success(t('provider.saved'))
  }
}
