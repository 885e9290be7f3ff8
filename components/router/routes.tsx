'use client'

/** Static routes: by which neighbour other networks are reached. */
import { useMemo, useState } from 'react'
import { useAction, useMe } from '../api/query.ts'
import { disabledReason } from '../api/rules.ts'
import { useT } from '../i18n/provider'
import { addressVersion, hasHostBits, holds, parseCidr } from '../network/cidr.ts'
import { readRoutes, writeRoutes } from '../network/subnet-values.ts'
import { throwShown } from '../resource/failure.ts'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/error-state'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { z } from '../ui/form/zod.ts'
import { Textarea } from '../ui/input'
import type { Router } from './types.ts'

const COLLECTION = 'openstack-routers'

export function Routes({ router }: { router: Router }) {
  const t = useT()
  const { caller } = useMe()
  const [editing, setEditing] = useState(false)
  const reason = disabledReason(COLLECTION, 'set_routes', router, caller)
  const edit = reason !== 'absent' && (
    <Button data-testid="edit-routes" disabledReason={reason} onClick={() => setEditing(true)}>
      {t('routers.editRoutes')}
    </Button>
  )
  return (
    <>
      {router.routes.length === 0 ? (
        <EmptyState text={t('routers.noRoutes')} action={edit} />
      ) : (
        <div className="space-y-3">
          <div className="flex justify-end">{edit}</div>
          <table className="w-full text-left" data-testid="table-routes">
            <caption className="sr-only">{t('routers.routes')}</caption>
            <thead className="text-sm text-muted">
              <tr>
                <th scope="col" className="pb-1 font-normal">
                  {t('routers.destination')}
                </th>
                <th scope="col" className="pb-1 font-normal">
                  {t('routers.nexthop')}
                </th>
              </tr>
            </thead>
            <tbody className="divide-y divide-line border-y border-line font-mono text-sm">
              {router.routes.map(({ destination, nexthop }) => (
                <tr key={`${destination} ${nexthop}`}>
                  <td className="py-1.5">{destination}</td>
                  <td className="py-1.5">{nexthop}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {editing && <RoutesDialog router={router} onClose={() => setEditing(false)} />}
    </>
  )
}

function RoutesDialog({ router, onClose }: { router: Router; onClose: () => void }) {
  const t = useT()
  const setRoutes = useAction(COLLECTION, 'set_routes')
  const schema = useMemo(() => {
    const near = router.ports.flatMap(({ subnet_cidr }) => parseCidr(subnet_cidr ?? '') ?? [])
    return z.object({
      routes: z.string().superRefine((text, context) => {
        for (const { destination, nexthop } of readRoutes(text)) {
          const target = parseCidr(destination)
          const message =
            !target || !addressVersion(nexthop)
              ? t('subnets.routeForm')
              : hasHostBits(target)
                ? t('subnets.cidr.hostBits', { cidr: destination, fix: target.network })
                : // By way of the gateway the server judges: its subnets are the provider's.
                  !router.has_external_gateway && !near.some((cidr) => holds(cidr, nexthop))
                  ? t('routers.unreachable', { nexthop })
                  : undefined
          if (message) return context.addIssue({ code: 'custom', message })
        }
      }),
    })
  }, [router, t])
  const form = useZodForm({
    schema,
    defaultValues: { routes: writeRoutes(router.routes) },
    onSubmit: async ({ routes }) => {
      await setRoutes.mutateAsync({ uuid: router.uuid, input: { routes: readRoutes(routes) } }).catch(throwShown)
      onClose()
    },
  })
  return (
    <ActionDialog
      title={t('routers.routesTitle', { name: router.name })}
      form={form}
      submitLabel={t('common.save')}
      onClose={onClose}
    >
      <form.Field name="routes" label={t('routers.routes')} hint={t('routers.routesHint')}>
        {(control) => <Textarea {...control} mono rows={6} placeholder="10.1.0.0/16 via 192.168.42.2" />}
      </form.Field>
    </ActionDialog>
  )
}
