'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Ban, Plus } from 'lucide-react'
import { useState } from 'react'
import { useT } from '../i18n/provider'
import { DateTime, RelativeTime } from '../i18n/time'
import { menuFor, type PublicObject } from '../resource/actions'
import { ResourceList } from '../resource/list'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { PageHeader } from '../ui/page'
import type { Column } from '../ui/table/types.ts'
import { CreateToken } from './create-token'

type Token = PublicObject & {
  name: string
  token_prefix: string
  scopes: string[]
  allowed_scopes: { type: string; uuid: string; name: string | null }[]
  expires_at: string | null
  last_used_at: string | null
  last_used_ip: string | null
  is_active: boolean
  created: string
}

const SOON_MS = 7 * 24 * 3600_000

function TokenState({ token }: { token: Token }) {
  const t = useT()
  if (!token.is_active) return <Badge tone="bad">{t('tokens.expired')}</Badge>
  const leftMs = token.expires_at ? new Date(token.expires_at).getTime() - Date.now() : Number.POSITIVE_INFINITY
  if (leftMs < SOON_MS) return <Badge tone="warn">{t('tokens.soon')}</Badge>
  return <Badge tone="ok">{t('tokens.active')}</Badge>
}

/** Personal access tokens: what lets the person's scripts in. */
export function Tokens() {
  const t = useT()
  const client = useQueryClient()
  const [creating, setCreating] = useState(false)
  const where = (token: Token) =>
    token.allowed_scopes.length === 0
      ? t('tokens.everywhere')
      : token.allowed_scopes.map((scope) => scope.name ?? scope.uuid).join(', ')
  const access = (token: Token) => t(token.scopes.includes('write') ? 'tokens.write' : 'tokens.read')
  const columns: Column<Token>[] = [
    { id: 'name', header: t('common.name'), sortKey: 'name', csv: (token) => token.name, cell: (token) => token.name },
    {
      id: 'prefix',
      header: t('tokens.secret'),
      mono: true,
      csv: (token) => token.token_prefix,
      cell: (token) => `${token.token_prefix}…`,
    },
    { id: 'access', header: t('tokens.access'), csv: access, cell: access },
    { id: 'where', header: t('tokens.where'), csv: where, cell: where },
    {
      id: 'created',
      header: t('tokens.created'),
      sortKey: 'created',
      csv: (token) => token.created,
      cell: (token) => <RelativeTime value={token.created} />,
    },
    {
      id: 'expires',
      header: t('tokens.expires'),
      sortKey: 'expires_at',
      csv: (token) => token.expires_at,
      cell: (token) => (token.expires_at ? <DateTime value={token.expires_at} /> : t('tokens.never')),
    },
    {
      id: 'used',
      header: t('tokens.lastUsed'),
      sortKey: 'last_used_at',
      csv: (token) => token.last_used_at,
      cell: (token) =>
        token.last_used_at ? (
          <>
            <RelativeTime value={token.last_used_at} />{' '}
            {token.last_used_ip && (
              <span className="text-muted">{t('tokens.from', { address: token.last_used_ip })}</span>
            )}
          </>
        ) : (
          <span className="text-muted">{t('tokens.unused')}</span>
        ),
    },
    { id: 'state', header: t('tokens.state'), cell: (token) => <TokenState token={token} /> },
  ]
  const create = (
    <Button variant="primary" icon={Plus} onClick={() => setCreating(true)} data-testid="create-token">
      {t('tokens.emptyAction')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('tokens.title')} />
      <ResourceList<Token>
        id="tokens"
        collection="personal-access-tokens"
        label={t('tokens.title')}
        columns={columns}
        search={false}
        defaultSort="-created"
        menu={REVOKE}
        empty={{ text: t('tokens.empty'), action: create }}
        toolbar={create}
      />
      {creating && (
        <CreateToken
          onClose={() => setCreating(false)}
          onCreated={() => void client.invalidateQueries({ queryKey: ['personal-access-tokens', 'list'] })}
        />
      )}
    </>
  )
}

const REVOKE = menuFor('personal-access-tokens', [
  {
    action: 'destroy',
    label: 'tokens.revoke',
    icon: Ban,
    danger: true,
    visible: true,
    confirm: (token, t) => ({
      level: 'L2',
      name: String(token.name),
      title: t('tokens.revokeTitle', { name: String(token.name) }),
      effect: t('tokens.revokeEffect'),
      confirmLabel: t('tokens.revoke'),
    }),
  },
])
