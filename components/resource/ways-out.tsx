'use client'

/** What can be done about a failure, by its cause (screens 17.3). Read off the server's own sentences (`explain.ts`). */
import { useMe } from '../api/query.ts'
import type { MessageKey } from '../i18n/core.ts'
import { useT } from '../i18n/provider'
import { useSellers } from '../provider/insecure-banner'
import { Button, ButtonLink } from '../ui/button'
import type { RowAction } from '../ui/table/types.ts'

/** What failed: an object, or the job that worked on it. */
export type Failed = {
  message: string
  collection: string
  uuid: string
  tenantUuid: string | null
  /** Whether the cloud holds it: what is only half made is made anew. */
  isMade: boolean
}

type Way = {
  id: string
  label: MessageKey
  /** Where it is mended; undefined hides the way. */
  href?: (failed: Failed, seller: string | undefined) => string | undefined
  /** An entry of the object's own menu. */
  action?: 'pull' | 'destroy'
}

const inTenant = (path: string) => (failed: Failed) =>
  failed.tenantUuid ? `/t/${failed.tenantUuid}/${path}` : undefined
const again =
  (part = '') =>
  (failed: Failed) =>
    failed.collection === 'openstack-instances' && !failed.isMade ? inTenant(`instances/new${part}`)(failed) : undefined
const portsOf = (failed: Failed) =>
  inTenant(failed.collection === 'openstack-networks' ? `networks/${failed.uuid}/ports` : 'networks')(failed)

/** `isProviders`: it lies with those who run the cloud, and everybody else is told so. */
type Cause = { of: RegExp; ways: readonly Way[]; isProviders?: boolean }

const CAUSES: readonly Cause[] = [
  { of: /no room for this flavor/i, ways: [{ id: 'other-flavor', label: 'ways.otherFlavor', href: again() }] },
  { of: /image needs/i, ways: [{ id: 'larger-disk', label: 'ways.largerDisk', href: again('#disks') }] },
  {
    of: /quota|limit of the cloud/i,
    ways: [
      { id: 'request-more', label: 'ways.requestMore', href: inTenant('quotas') },
      { id: 'show-users', label: 'ways.showUsers', href: inTenant('instances?sort=-ram') },
    ],
  },
  {
    of: /address pool is empty/i,
    ways: [{ id: 'addresses', label: 'ways.addresses', href: inTenant('floating-ips') }],
  },
  { of: /no router to the external/i, ways: [{ id: 'router', label: 'ways.router', href: inTenant('routers') }] },
  {
    of: /in use by (\d+ )?ports?|is already taken|does not belong to the subnet/i,
    ways: [{ id: 'ports', label: 'ways.ports', href: portsOf }],
  },
  {
    of: /attached or still has snapshots/i,
    ways: [{ id: 'volumes', label: 'ways.volumes', href: inTenant('volumes') }],
  },
  {
    of: /removed outside the portal|does not exist at backend/i,
    ways: [
      { id: 'check', label: 'ways.check', action: 'pull' },
      { id: 'remove', label: 'ways.remove', action: 'destroy' },
    ],
  },
  {
    of: /did not answer in time|does not allow this|fault of its own/i,
    ways: [{ id: 'check', label: 'ways.check', action: 'pull' }],
  },
  {
    of: /access to the cloud failed|cannot reach the cloud|cannot find the address/i,
    isProviders: true,
    ways: [
      { id: 'connection', label: 'ways.connection', href: (_, seller) => seller && `/provider/${seller}/offerings` },
    ],
  },
]

export function WaysOut({ failed, actions = [] }: { failed: Failed; actions?: readonly RowAction[] }) {
  const t = useT()
  const { caller } = useMe()
  const [seller] = useSellers()
  const cause = CAUSES.find(({ of }) => of.test(failed.message))
  if (!cause) return null
  return (
    <>
      {cause.ways.map(({ id, label, href, action }) => {
        const to = href?.(failed, seller)
        if (to)
          return (
            <ButtonLink key={id} size="sm" href={to} data-testid={`way-${id}`}>
              {t(label)}
            </ButtonLink>
          )
        const entry = actions.find((one) => one.id === action)
        return (
          entry && (
            <Button
              key={id}
              size="sm"
              disabledReason={entry.disabledReason}
              onClick={entry.onSelect}
              data-testid={`way-${id}`}
            >
              {t(label)}
            </Button>
          )
        )
      })}
      {cause.isProviders && caller && !caller.isStaff && (
        <p className="self-center text-sm text-muted" data-testid="way-ask">
          {t('ways.ask')}
        </p>
      )}
    </>
  )
}
