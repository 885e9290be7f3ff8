'use client'

import { HardDrive, type LucideIcon, Network, Server } from 'lucide-react'
import type { MessageKey } from '../i18n/core.ts'
import { useT } from '../i18n/provider'
import { Button, ButtonLink } from '../ui/button'
import { Menu } from '../ui/menu'

const QUICK: readonly { path: string; label: MessageKey; icon: LucideIcon }[] = [
  { path: '/instances/new', label: 'instances.one', icon: Server },
  { path: '/volumes/new', label: 'volumes.one', icon: HardDrive },
  { path: '/networks/new', label: 'networks.one', icon: Network },
]

/** Buttons to what people make most; with several tenants each asks in which. */
export function QuickCreate({ tenants }: { tenants: readonly { uuid: string; name: string }[] }) {
  const t = useT()
  return (
    <div className="flex flex-wrap items-center gap-2 pb-5" data-testid="quick-create">
      <span className="text-sm text-muted">{t('common.create')}</span>
      {QUICK.map(({ path, label, icon: Icon }) =>
        tenants.length === 1 ? (
          <ButtonLink
            key={path}
            icon={Icon}
            href={`/t/${tenants[0].uuid}${path}`}
            data-testid={`create-${path.split('/')[1]}`}
          >
            {t(label)}
          </ButtonLink>
        ) : (
          <Menu
            key={path}
            trigger={
              <Button icon={Icon} data-testid={`create-${path.split('/')[1]}`}>
                {t(label)}
              </Button>
            }
            groups={[
              {
                label: t('projects.inTenant'),
                items: tenants.map((tenant) => ({
                  id: tenant.uuid,
                  label: tenant.name,
                  href: `/t/${tenant.uuid}${path}`,
                })),
              },
            ]}
          />
        ),
      )}
    </div>
  )
}
