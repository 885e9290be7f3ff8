'use client'

/** Ordering a tenant: six steps on one page, price and approval path beside them (screens 5.2). */
import { useQuery } from '@tanstack/react-query'
import { useRouter, useSearchParams } from 'next/navigation'
import { useMemo, useRef } from 'react'
import { allows, anyOf, permission } from '../api/access.gen.ts'
import { api, isApiFailure } from '../api/client.ts'
import { DEFAULT_CIDR } from '../api/input/tenant.gen.ts'
import { detailOf, listOf, useAction, useMe } from '../api/query.ts'
import type { Objects } from '../api/schema.gen.ts'
import { useFormat, useT } from '../i18n/provider'
import { shownError, throwShown } from '../resource/failure.ts'
import { NotFound } from '../resource/not-found'
import { useScopeCrumbs } from '../shell/scope'
import { useTree } from '../shell/scope-switcher'
import { Breadcrumb } from '../ui/breadcrumb'
import { EmptyState, ErrorState, Skeleton } from '../ui/error-state'
import { useZodForm } from '../ui/form/form'
import { Wizard } from '../ui/form/wizard'
import { Input, Textarea } from '../ui/input'
import { PageHeader } from '../ui/page'
import { Select } from '../ui/select'
import { notify } from '../ui/toast'
import type { Offering } from './limits.ts'
import { useOrderRefusal } from './list'
import { AccessFields, LimitFields, NetworkFields, PlanField } from './order-fields'
import { type OrderValues, orderInput, orderSchema, startValues } from './order-form.ts'
import { OrderSummary } from './order-summary'

type Order = Objects['marketplace-orders']

export function OrderTenant({ projectUuid, offeringUuid }: { projectUuid: string; offeringUuid: string }) {
  const t = useT()
  const crumbs = useScopeCrumbs()
  const from = useSearchParams().get('from') ?? ''
  const refusalOf = useOrderRefusal()
  const { caller } = useMe()
  const query = useQuery(detailOf('marketplace-public-offerings', offeringUuid))
  const copied = useQuery({ ...detailOf('marketplace-orders', from), enabled: from !== '' })
  if (isApiFailure(query.error) && query.error.status === 404) return <NotFound />
  if (query.error && !query.data)
    return <ErrorState error={shownError(query.error)} onRetry={() => void query.refetch()} />
  const offering = query.data
  if (!offering || !caller || (from && copied.isPending)) return <Skeleton className="h-96" />
  const refusal = refusalOf(offering)
  return (
    <>
      <PageHeader
        title={t('marketplace.orderTitle', { name: offering.name })}
        breadcrumb={
          <Breadcrumb
            items={[
              ...crumbs,
              { label: t('marketplace.title'), href: `/p/${projectUuid}/marketplace` },
              { label: offering.name, href: `/p/${projectUuid}/marketplace/${offering.uuid}` },
              { label: t('marketplace.order') },
            ]}
          />
        }
      />
      {refusal && offering.state !== 'Active' ? (
        <EmptyState text={refusal} />
      ) : (
        <OrderForm projectUuid={projectUuid} offering={offering} copied={copied.data} />
      )}
    </>
  )
}

const approves = permission('ORDER.APPROVE')
const approvesPrivate = anyOf(permission('ORDER.APPROVE_PRIVATE'), approves)
const orders = permission('ORDER.CREATE')

/** Each name is asked for once. Only the caller's own tenants are seen; the server knows the others. */
function useNameTaken(): (name: string) => Promise<boolean> {
  const asked = useRef(new Map<string, Promise<boolean>>())
  return (name) => {
    let answer = asked.current.get(name)
    if (!answer) {
      answer = api.count('openstack-tenants', { name_exact: name }).then(
        (count) => count > 0,
        // A check that cannot be made must not hold the form.
        () => false,
      )
      asked.current.set(name, answer)
    }
    return answer
  }
}

function OrderForm({
  projectUuid,
  offering,
  copied,
}: {
  projectUuid: string
  offering: Offering
  copied: Order | undefined
}) {
  const t = useT()
  const format = useFormat()
  const router = useRouter()
  const { caller } = useMe()
  const { projects = [] } = useTree()
  const create = useAction('marketplace-orders', 'create')
  const nameTaken = useNameTaken()
  const taken = useRef(nameTaken)
  taken.current = nameTaken
  const schema = useMemo(() => orderSchema(t, offering, (name) => taken.current(name)), [t, offering])
  const nets = useQuery(
    listOf('openstack-external-networks', {
      settings_uuid: offering.scope_uuid,
      page_size: 10,
      field: ['uuid', 'name'],
    }),
  )
  const zones = useQuery(
    listOf('openstack-instance-availability-zones', { settings_uuid: offering.scope_uuid, page_size: 50 }),
  )
  const form = useZodForm<OrderValues, OrderValues>({
    schema: schema as never,
    defaultValues: startValues(offering, projectUuid, DEFAULT_CIDR, copied) as never,
    onSubmit: async (values) => {
      const order = (await create
        .mutateAsync({ input: orderInput(offering, values) as never })
        .catch(throwShown)) as Order
      notify.success(t('marketplace.ordered', { name: values.name }))
      router.push(`/p/${values.project}/orders/${order.uuid}`)
    },
  })
  const values = form.watch()
  const options = projects
    .map((project) => ({
      uuid: String(project.uuid),
      name: String(project.name),
      customer: String(project.customer_uuid),
      organisation: String(project.customer_name),
    }))
    .filter(({ uuid, customer }) => caller && allows(orders, caller, { projectUuid: uuid, customerUuid: customer }))
  const chosen = options.find(({ uuid }) => uuid === values.project)
  const atOnce =
    caller &&
    chosen &&
    allows(offering.shared ? approves : approvesPrivate, caller, {
      projectUuid: chosen.uuid,
      customerUuid: chosen.customer,
    })
  const path = [
    t(atOnce ? 'marketplace.pathAtOnce' : 'marketplace.pathConsumer'),
    values.start_date && t('marketplace.pathDate', { date: format.date(values.start_date) }),
  ].filter(Boolean)
  const noRight = projects.length > 0 && options.length === 0 ? t('marketplace.noRight') : undefined
  const zoneNames = [...new Set((zones.data?.rows ?? []).filter(({ available }) => available).map(({ name }) => name))]

  return (
    <Wizard
      form={form}
      label={t('marketplace.orderTitle', { name: offering.name })}
      submitLabel={t('marketplace.submit')}
      submitReason={noRight}
      cancelHref={`/p/${projectUuid}/marketplace`}
      summary={<OrderSummary offering={offering} values={values} path={path.join(' ')} />}
      steps={[
        {
          id: 'project',
          title: t('marketplace.stepProject'),
          fields: ['project', 'name'],
          done: Boolean(values.name),
          content: (
            <>
              <form.Field name="project" label={t('common.project')} required>
                {(control) => (
                  <Select
                    {...control}
                    options={options.map(({ uuid, name, organisation }) => ({
                      value: uuid,
                      label: `${organisation} / ${name}`,
                    }))}
                  />
                )}
              </form.Field>
              <form.Field name="name" label={t('common.name')} hint={t('marketplace.nameHint')} required>
                {(control) => <Input {...control} autoComplete="off" />}
              </form.Field>
              <form.Field name="description" label={t('common.description')} optional>
                {(control) => <Textarea {...control} rows={2} />}
              </form.Field>
            </>
          ),
        },
        {
          id: 'plan',
          title: t('marketplace.stepPlan'),
          fields: ['plan'],
          done: Boolean(values.plan) || offering.plans.length === 0,
          content: <PlanField form={form} offering={offering} />,
        },
        {
          id: 'limits',
          title: t('marketplace.stepLimits'),
          fields: ['limits'],
          done: true,
          content: <LimitFields form={form} offering={offering} />,
        },
        {
          id: 'network',
          title: t('marketplace.stepNetwork'),
          fields: ['network', 'subnet_cidr', 'router', 'availability_zone'],
          done: true,
          content: (
            <NetworkFields
              form={form}
              externalNetwork={nets.data?.rows.length === 1 ? String(nets.data.rows[0].name) : ''}
              zones={zoneNames}
            />
          ),
        },
        {
          id: 'access',
          title: t('marketplace.stepAccess'),
          fields: ['security_groups', 'start_date', 'end_date', 'request_comment', 'terms'],
          done: true,
          content: <AccessFields form={form} offering={offering} />,
        },
        {
          id: 'review',
          title: t('marketplace.stepReview'),
          fields: [],
          done: false,
          content: <Included offering={offering} />,
        },
      ]}
    />
  )
}

/** Limits that are no part of a plan; the offering may set some of them. */
const INCLUDED = {
  instances: 30,
  volumes: 50,
  snapshots: 50,
  networks: 10,
  subnets: 10,
  floatingIps: 50,
  groups: 100,
  rules: 100,
}

function Included({ offering }: { offering: Offering }) {
  const t = useT()
  const { max_instances, max_volumes, max_security_groups } = offering.plugin_options as Record<string, number>
  return (
    <p className="max-w-prose text-sm">
      <span className="font-medium">{t('marketplace.included')}: </span>
      {t('marketplace.includedText', {
        ...INCLUDED,
        ...(max_instances !== undefined && { instances: max_instances }),
        ...(max_volumes !== undefined && { volumes: max_volumes }),
        ...(max_security_groups !== undefined && { groups: max_security_groups }),
      })}
    </p>
  )
}
