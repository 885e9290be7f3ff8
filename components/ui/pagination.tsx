'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFormat, useT } from '../i18n/provider'
import { IconButton } from './button'
import { pageSizes } from './page-sizes.ts'
import { Select } from './select'

/** "51–100 of 1,234", previous and next, rows per page; `children` is the freshness of what is shown. */
export function Pagination({
  page,
  size,
  total,
  onPage,
  onSize,
  children,
}: {
  /** From 1. */
  page: number
  size: number
  /** All rows that match; null while unknown. */
  total: number | null
  onPage: (page: number) => void
  onSize?: (size: number) => void
  children?: ReactNode
}) {
  const t = useT()
  const format = useFormat()
  const pages = total === null ? null : Math.max(1, Math.ceil(total / size))
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted" data-print="off">
      <span className="tabular" data-testid="row-range">
        {total === null
          ? ''
          : total === 0
            ? t('ui.rows', { count: 0 })
            : t('ui.rowRange', {
                from: format.integer((page - 1) * size + 1),
                to: format.integer(Math.min(page * size, total)),
                total: format.integer(total),
              })}
      </span>
      {children}
      <span className="ml-auto flex items-center gap-2">
        {onSize && (
          // biome-ignore lint/a11y/noLabelWithoutControl: Select is the control
          <label className="flex items-center gap-2 max-sm:hidden">
            {t('ui.rowsPerPage')}
            <Select
              compact
              className="w-18"
              value={String(size)}
              onChange={(next) => onSize(Number(next))}
              options={pageSizes.map((each) => ({ value: String(each), label: String(each) }))}
            />
          </label>
        )}
        {pages !== null && (
          <nav aria-label={t('ui.page', { page, pages })} className="flex items-center gap-1">
            <IconButton
              icon={ChevronLeft}
              size="sm"
              label={t('ui.previousPage')}
              data-testid="page-previous"
              disabledReason={page <= 1 ? t('ui.page', { page, pages }) : undefined}
              onClick={() => onPage(page - 1)}
            />
            <span className="tabular">{t('ui.page', { page, pages })}</span>
            <IconButton
              icon={ChevronRight}
              size="sm"
              label={t('ui.nextPage')}
              data-testid="page-next"
              disabledReason={page >= pages ? t('ui.page', { page, pages }) : undefined}
              onClick={() => onPage(page + 1)}
            />
          </nav>
        )}
      </span>
    </div>
  )
}
