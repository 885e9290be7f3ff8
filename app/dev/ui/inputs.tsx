'use client'

import { CircleStop, Ellipsis, Play, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button, ButtonLink, IconButton } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { RadioCards, Switch } from '@/components/ui/choice'
import { Combobox, type ComboboxOption } from '@/components/ui/combobox'
import { Field } from '@/components/ui/field'
import { Input, PasswordInput, SearchInput, Textarea } from '@/components/ui/input'
import { Menu } from '@/components/ui/menu'
import { NumberInput } from '@/components/ui/number-input'
import { Section } from '@/components/ui/page'
import { Popover } from '@/components/ui/popover'
import { Select } from '@/components/ui/select'
import { Tooltip } from '@/components/ui/tooltip'

const images: ComboboxOption[] = [
  { value: 'ubuntu', label: 'Ubuntu 24.04', hint: 'min. 10 GiB', group: 'Linux' },
  { value: 'debian', label: 'Debian 13', hint: 'min. 8 GiB', group: 'Linux' },
  {
    value: 'windows',
    label: 'Windows Server 2025',
    hint: 'min. 40 GiB',
    group: 'Windows',
    disabledReason: 'Needs 4 GiB RAM, flavor has 2 GiB',
  },
]
const searchImages = async (query: string, signal: AbortSignal) => {
  await new Promise((resolve) => setTimeout(resolve, 400))
  signal.throwIfAborted()
  return images.filter((image) => image.label.toLowerCase().includes(query.toLowerCase()))
}

export function Inputs() {
  const [text, setText] = useState('web-01')
  const [size, setSize] = useState<number | null>(40)
  const [image, setImage] = useState<string | null>('ubuntu')
  const [groups, setGroups] = useState<string[]>(['ubuntu'])
  const [zone, setZone] = useState('nova')
  const [on, setOn] = useState(true)
  const [flavor, setFlavor] = useState<string | null>('small')
  const [search, setSearch] = useState('')
  return (
    <>
      <Section title="Buttons and menus">
        <div className="flex flex-wrap items-center gap-2">
          <Button variant="primary" icon={Plus}>
            Create instance
          </Button>
          <Button icon={Play}>Start</Button>
          <Button variant="quiet">Quiet</Button>
          <Button variant="danger" icon={Trash2}>
            Delete volume
          </Button>
          <Button variant="primary" busy>
            Creating
          </Button>
          <Button disabledReason="Stop the instance first" icon={CircleStop}>
            Change flavor
          </Button>
          <Button variant="primary" disabledReason="Needs 4 vCPU, 2 free">
            Create instance
          </Button>
          <Button size="sm">Small</Button>
          <ButtonLink href="/dev/ui#x">Link as button</ButtonLink>
          <IconButton icon={Play} label="Start" />
          <IconButton icon={CircleStop} label="Stop" disabledReason="Already stopped" />
          <Menu
            label="More"
            trigger={<IconButton icon={Ellipsis} label="More" />}
            groups={[
              {
                label: 'Power',
                items: [
                  { id: 'start', label: 'Start', icon: Play },
                  { id: 'stop', label: 'Stop', icon: CircleStop, disabledReason: 'Already stopped' },
                ],
              },
              { label: 'Danger', items: [{ id: 'delete', label: 'Delete', icon: Trash2, danger: true }] },
            ]}
          />
          <Popover label="About this page" trigger={<Button size="sm">About this page</Button>}>
            <p>An instance is a virtual machine. It runs an image on a flavor, in a network.</p>
          </Popover>
          <Tooltip text="Absolute time and zone">
            <span className="underline decoration-dotted">hover me</span>
          </Tooltip>
        </div>
      </Section>
      <Section title="Fields">
        <div className="grid max-w-4xl gap-5 sm:grid-cols-2">
          <Field name="name" label="Name" required hint="1 to 63 of a-z, 0-9 and dash.">
            <Input value={text} onChange={(event) => setText(event.target.value)} />
          </Field>
          <Field name="cidr" label="CIDR" required error="Host bits are set. Did you mean 10.0.0.0/24?">
            <Input mono value="10.0.0.5/24" readOnly={false} onChange={() => {}} />
          </Field>
          <Field name="size" label="System disk" hint="At least 10 GiB for this image.">
            <NumberInput value={size} onChange={setSize} min={10} max={500} unit="GiB" />
          </Field>
          <Field name="password" label="Password">
            <PasswordInput defaultValue="correct horse" autoComplete="off" />
          </Field>
          <Field name="zone" label="Zone">
            <Select
              value={zone}
              onChange={setZone}
              options={[
                { value: 'nova', label: 'nova' },
                { value: 'az2', label: 'az2', disabledReason: 'full' },
              ]}
            />
          </Field>
          <Field name="image" label="Image" required>
            <Combobox value={image} onChange={setImage} options={images} clearable />
          </Field>
          <Field name="groups" label="Security groups">
            <Combobox multiple value={groups} onChange={setGroups} load={searchImages} known={images} />
          </Field>
          <Field name="search" label="Search">
            <SearchInput label="Search instances" value={search} onChange={setSearch} placeholder="Name, IP or id" />
          </Field>
          <Field name="data" label="User data" optional className="sm:col-span-2">
            <Textarea mono defaultValue={'#cloud-config\npackages: [nginx]'} />
          </Field>
          <Field name="flavor" label="Flavor" required group className="sm:col-span-2">
            <RadioCards
              columns={2}
              value={flavor}
              onChange={setFlavor}
              options={[
                { value: 'small', label: 'm1.small', hint: '1 vCPU, 2 GiB RAM, 20 GiB disk', aside: '€9.20' },
                {
                  value: 'large',
                  label: 'm1.large',
                  hint: '4 vCPU, 8 GiB RAM, 80 GiB disk',
                  aside: '€36.80',
                  disabledReason: 'Needs 4 vCPU, 2 free',
                },
              ]}
            />
          </Field>
          <Field name="router" label="Router to external network" inline hint="Needed for floating IPs.">
            <Switch checked={on} onChange={setOn} />
          </Field>
          <div className="space-y-2">
            <Checkbox label="Allow SSH" hint="TCP 22 from anywhere" checked={on} onChange={setOn} />
            <Checkbox label="Allow ping" checked={!on} onChange={(next) => setOn(!next)} />
            <Checkbox label="Some of them" checked="indeterminate" onChange={() => {}} />
          </div>
        </div>
      </Section>
    </>
  )
}
