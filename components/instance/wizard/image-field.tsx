'use client'

/** Images as cards, grouped by family; the one that was used last comes first. */
import { useMemo, useState } from 'react'
import { useFormat, useT } from '../../i18n/provider'
import { Badge } from '../../ui/badge'
import { type RadioCard, RadioCards } from '../../ui/choice'
import { SearchInput } from '../../ui/input'
import { type Family, familyOf, familyRank } from '../families.ts'
import type { Image } from './choices.ts'

/** More than this many get a search field. */
const FEW = 6

export function ImageField({
  images,
  value,
  onChange,
  lastUsed,
}: {
  images: readonly Image[]
  value: string
  onChange: (uuid: string) => void
  lastUsed: string | null
}) {
  const t = useT()
  const format = useFormat()
  const [search, setSearch] = useState('')
  const groups = useMemo(() => {
    const words = search.trim().toLowerCase().split(/\s+/)
    const found = new Map<string, { family: Family | undefined; images: Image[] }>()
    for (const image of images) {
      const text = `${image.name} ${image.os_distro} ${image.os_version}`.toLowerCase()
      if (!words.every((word) => text.includes(word))) continue
      const family = familyOf(image)
      const group = found.get(family?.id ?? '')
      if (group) group.images.push(image)
      else found.set(family?.id ?? '', { family, images: [image] })
    }
    const holdsLast = (group: { images: Image[] }) => Number(group.images.some(({ uuid }) => uuid === lastUsed))
    const all = [...found.values()]
    for (const group of all)
      group.images.sort(
        (a, b) => Number(b.uuid === lastUsed) - Number(a.uuid === lastUsed) || (a.name < b.name ? -1 : 1),
      )
    return all.sort((a, b) => holdsLast(b) - holdsLast(a) || familyRank(a.family) - familyRank(b.family))
  }, [images, search, lastUsed])
  const card = (image: Image): RadioCard<string> => ({
    value: image.uuid,
    label: image.name,
    hint: [
      image.min_ram > 0
        ? t('instanceNew.imageNeedsRam', { disk: format.gib(image.min_disk), ram: format.gib(image.min_ram) })
        : image.min_disk > 0 && t('instanceNew.imageNeeds', { disk: format.gib(image.min_disk) }),
      image.size && t('instanceNew.imageSize', { size: format.bytes(image.size) }),
      image.backend_created_at && t('instanceNew.imageUpdated', { date: format.date(image.backend_created_at) }),
    ]
      .filter(Boolean)
      .join(' · '),
    aside: (image.uuid === lastUsed || image.visibility === 'private') && (
      <Badge tone={image.uuid === lastUsed ? 'accent' : 'off'}>
        {t(image.uuid === lastUsed ? 'instanceNew.imageLast' : 'instanceNew.imagePrivate')}
      </Badge>
    ),
  })
  return (
    <div className="space-y-3">
      {images.length > FEW && (
        <SearchInput value={search} onChange={setSearch} label={t('instanceNew.imageSearch')} className="max-w-72" />
      )}
      {groups.map(({ family, images: members }) => {
        const label = family?.label ?? t('instanceNew.familyOther')
        return (
          <div key={family?.id ?? ''}>
            {groups.length > 1 && <h3 className="pb-1 text-sm text-muted">{label}</h3>}
            <RadioCards
              label={label}
              value={value || null}
              onChange={onChange}
              options={members.map(card)}
              columns={2}
            />
          </div>
        )
      })}
      {groups.length === 0 && (
        <p className="text-sm text-muted">
          {t(images.length === 0 ? 'instanceNew.imagesEmpty' : 'instanceNew.imagesNone')}
        </p>
      )}
    </div>
  )
}
