/** The rules of the wizard's form, in the user's language. What depends on other fields is asked at the time of checking. */
import { instanceName } from '../../api/input/instance.gen.ts'
import { gibToMib } from '../../api/units.gen.ts'
import type { Translate } from '../../i18n/core.ts'
import type { Formatters } from '../../i18n/format.ts'
import { z } from '../../ui/form/zod.ts'
import { addressProblem } from './addresses.ts'
import type { Choices } from './choices.ts'
import { bytesOf, USER_DATA_BYTES, userDataProblem } from './user-data.ts'
import { leastSystemGib, type PortValues, storageLeftGib, subnetOf, type Values } from './values.ts'

/** What the checks look at: always the newest. */
export type Known = {
  choices: Choices
  values: Values
  /** Whom an address of a subnet belongs to; null when it is free. */
  ownerOf: (networkUuid: string, address: string) => Promise<string | null>
}

type Issues = {
  addIssue: (issue: { code: 'custom'; message: string; path?: (string | number)[]; input?: unknown }) => void
}

export const schemaOf = (t: Translate, format: Formatters, known: () => Known) => {
  const gib = (sizeGib: number) => format.gib(gibToMib(sizeGib))
  const size = z
    .number({ error: () => t('form.required') })
    .int()
    .min(1)
  const refuse = (issues: Issues, message: string, path: (string | number)[] = []) =>
    issues.addIssue({ code: 'custom', message, path })

  const checkAddress = async (row: PortValues, index: number, issues: Issues) => {
    const { choices, ownerOf } = known()
    const subnet = subnetOf(choices, row.target)
    if (!row.address || !subnet || !row.target.startsWith('subnet:')) return
    const path = [index, 'address']
    const values = { address: row.address, cidr: subnet.cidr }
    const problem = addressProblem(row.address, subnet)
    if (problem === 'invalid') return refuse(issues, t('instanceNew.addressInvalid', values), path)
    if (problem === 'outside') return refuse(issues, t('instanceNew.addressOutside', values), path)
    if (problem === 'gateway') return refuse(issues, t('instanceNew.addressGateway', values), path)
    if (problem === 'reserved') return refuse(issues, t('instanceNew.addressReserved', values), path)
    const network = subnet.network.split('/').filter(Boolean).at(-1) ?? ''
    const owner = await ownerOf(network, row.address)
    if (owner !== null)
      refuse(
        issues,
        t('instanceNew.addressTaken', { address: row.address, owner: owner || t('instanceNew.addressOther') }),
        path,
      )
  }

  return z.object({
    image: z
      .string()
      .min(1, t('form.choose'))
      .refine(
        (uuid) => !uuid || known().choices.images.some((image) => image.uuid === uuid),
        t('instanceNew.imageGone'),
      ),
    flavor: z.string().min(1, t('form.choose')),
    system_volume_size: size.superRefine((value, issues) => {
      const { choices, values } = known()
      const image = choices.images.find(({ uuid }) => uuid === values.image)
      const flavor = choices.flavors.find(({ uuid }) => uuid === values.flavor)
      const least = leastSystemGib(image, flavor)
      if (value < least) refuse(issues, t('instanceNew.diskLeast', { least: gib(least) }))
      const type = choices.volumeTypes.find(({ uuid }) => uuid === values.system_volume_type)
      const most = storageLeftGib(choices, type?.name ?? '')
      if (most !== null && value > most) refuse(issues, t('instanceNew.diskMost', { most: gib(most) }))
    }),
    system_volume_type: z.string(),
    data_volumes: z.array(z.object({ size, type: z.string() })).max(10),
    ports: z
      .array(
        z.object({ target: z.string(), address: z.string().trim(), port_security: z.boolean(), floating: z.string() }),
      )
      .min(1)
      .superRefine(async (rows, issues) => {
        const { choices } = known()
        for (const [index, row] of rows.entries()) {
          if (!row.target) refuse(issues, t('form.choose'), [index, 'target'])
          const subnet = subnetOf(choices, row.target)
          if (subnet && rows.slice(0, index).some(({ target }) => subnetOf(choices, target)?.uuid === subnet.uuid))
            refuse(issues, t('instanceNew.subnetTwice'), [index, 'target'])
          await checkAddress(row, index, issues)
        }
      }),
    security_groups: z.array(z.string()).superRefine((groups, issues) => {
      if (groups.length > 0 && known().values.ports.some(({ port_security }) => !port_security))
        refuse(issues, t('instanceNew.groupsOff'))
    }),
    ssh_public_key: z.string().superRefine((key, issues) => {
      if (!key && !known().values.other_way) refuse(issues, t('instanceNew.keyNeeded'))
    }),
    other_way: z.boolean(),
    user_data: z.string().superRefine((text, issues) => {
      if (bytesOf(text) > USER_DATA_BYTES) return refuse(issues, t('instanceNew.userDataLong'))
      const problem = userDataProblem(text)
      if (problem)
        refuse(
          issues,
          t(problem.kind === 'tab' ? 'instanceNew.userDataTab' : 'instanceNew.userDataColon', { line: problem.line }),
        )
    }),
    config_drive: z.boolean(),
    availability_zone: z.string(),
    name: instanceName,
    description: z.string().max(2000),
  })
}
