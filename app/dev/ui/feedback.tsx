'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { useConfirm } from '@/components/ui/confirm'
import { Drawer } from '@/components/ui/dialog'
import { Banner, EmptyState, ErrorState, ForbiddenState, Skeleton } from '@/components/ui/error-state'
import { Section } from '@/components/ui/page'
import { Progress, QuotaBar } from '@/components/ui/quota-bar'
import { JobSteps } from '@/components/ui/steps'
import { notify } from '@/components/ui/toast'

const error = {
  message: 'The region has no room for this flavor right now.',
  cause: 'No valid host was found. There are not enough hosts available.',
  requestId: 'c0a1f5e2',
  cloudRequestId: 'req-4d8e0f0a-7c38-4c55-bd3b-2f0e8a3d7e11',
  jobHref: '/dev/ui#job',
}
const ago = (seconds: number) => Date.now() - seconds * 1000

export function Feedback() {
  const confirm = useConfirm()
  const [drawer, setDrawer] = useState(false)
  const wait = () => new Promise((resolve) => setTimeout(resolve, 800))
  return (
    <>
      <Section title="Dialogs and toasts">
        <div className="flex flex-wrap gap-2">
          <Button
            data-testid="show-l1"
            onClick={() =>
              confirm({
                level: 'L1',
                title: 'Stop web-01?',
                effect: 'Two open consoles of other users will end.',
                confirmLabel: 'Stop instance',
                onConfirm: wait,
              })
            }
          >
            L1
          </Button>
          <Button
            data-testid="show-l2"
            onClick={() =>
              confirm({
                level: 'L2',
                title: 'Delete web-01?',
                effect: 'It is running, 12 days old, at 192.168.42.17.',
                name: 'web-01',
                removed: ['Instance web-01'],
                kept: ['Volume web-01-system, 40 GiB', 'Floating IP 203.0.113.24'],
                confirmLabel: 'Delete instance',
                onConfirm: wait,
              })
            }
          >
            L2
          </Button>
          <Button
            data-testid="show-l3"
            onClick={() =>
              confirm({
                level: 'L3',
                title: 'Terminate playground?',
                name: 'playground',
                removed: ['24 instances', '31 volumes, 1.2 TiB', '4 networks'],
                confirmLabel: 'Terminate tenant',
                onConfirm: async () => {
                  await wait()
                  throw Object.assign(new Error('refused'), { shown: error })
                },
              })
            }
          >
            L3, refused
          </Button>
          <Button onClick={() => setDrawer(true)}>Side panel</Button>
          <Button onClick={() => notify.success('Volume data-01 was extended', { href: '/dev/ui#job' })}>
            Success
          </Button>
          <Button data-testid="show-error" onClick={() => notify.error(error)}>
            Error
          </Button>
          <Button
            onClick={async () => {
              const id = notify.working('Creating web-02', { href: '/dev/ui#job' })
              await wait()
              notify.success('web-02 is running', { id, href: '/dev/ui#job' })
            }}
          >
            Working, then done
          </Button>
        </div>
        <Drawer
          open={drawer}
          onOpenChange={setDrawer}
          title="Create network"
          description="It is chosen in the form when it is ready."
          dirty
          size="sm"
        >
          <p>Inline creation stands here.</p>
        </Drawer>
      </Section>
      <Section title="Errors, empty, forbidden">
        <div className="grid gap-4 lg:grid-cols-2">
          <ErrorState error={error} onRetry={() => {}} onDismiss={() => {}} />
          <div className="space-y-2">
            <Banner action={<Button size="sm">Confirm resize</Button>}>
              The new flavor is running. Confirm or revert within 23 hours.
            </Banner>
            <Banner tone="warn" onDismiss={() => {}}>
              Block storage of region One has not answered since 14:02. What you see may be old.
            </Banner>
            <Banner tone="bad">TLS is not verified for this provider.</Banner>
            <Skeleton className="w-64" />
            <Skeleton />
          </div>
          <EmptyState
            text="An instance is a virtual machine. You need an image, a flavor and a network."
            action={<Button variant="primary">Create instance</Button>}
          />
          <ForbiddenState needs="project admin" who="olga@example.org" />
        </div>
      </Section>
      <Section title="Quotas">
        <div className="grid max-w-4xl gap-x-10 gap-y-4 sm:grid-cols-2">
          <QuotaBar label="vCPU" used={10} reserved={2} limit={20} />
          <QuotaBar label="RAM" unit="mib" used={43_008} reserved={4096} limit={51_200} />
          <QuotaBar label="Storage" unit="mib" used={204_800} request={102_400} limit={1_048_576} />
          <QuotaBar label="Floating IPs" used={2} request={3} limit={4} />
          <QuotaBar label="Instances" used={30} limit={30} />
          <QuotaBar label="Ports" used={118} limit={-1} />
          <Progress label="Import" value={0.4} />
          <Progress label="Waiting" value={null} />
        </div>
      </Section>
      <Section title="Job">
        <div className="grid gap-8 lg:grid-cols-2">
          <JobSteps
            steps={[
              {
                name: 'validate',
                label: 'Check quota and input',
                state: 'done',
                startedAt: ago(42),
                endedAt: ago(41.6),
              },
              { name: 'volumes', label: 'Create volumes', state: 'done', startedAt: ago(41), endedAt: ago(29) },
              {
                name: 'ports',
                label: 'Create ports',
                state: 'retrying',
                attempt: 2,
                startedAt: ago(28),
                message: 'Neutron answered 503. Trying again in 4 s.',
              },
              { name: 'boot', label: 'Boot the instance', state: 'pending' },
              { name: 'addresses', label: 'Assign floating IP', state: 'pending' },
            ]}
          />
          <JobSteps
            onRetry={() => {}}
            steps={[
              { name: 'volumes', label: 'Create volumes', state: 'undone', startedAt: ago(41), endedAt: ago(29) },
              {
                name: 'boot',
                label: 'Boot the instance',
                state: 'failed',
                startedAt: ago(28),
                endedAt: ago(3),
                message: 'No valid host was found. There are not enough hosts available.',
                requestIds: ['req-4d8e0f0a-7c38-4c55-bd3b-2f0e8a3d7e11'],
              },
              { name: 'addresses', label: 'Assign floating IP', state: 'skipped' },
            ]}
          />
        </div>
      </Section>
    </>
  )
}
