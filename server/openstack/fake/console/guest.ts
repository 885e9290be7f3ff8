/** What a machine of the built-in cloud writes on its screens: boot messages by the clock, and a small shell. */
import type { Cloud } from '../cloud.ts'
import type { Server } from '../rows.ts'
import { shellCommand, sizeText } from './shell.ts'

const KERNEL = '6.12.0-builtin'

/** Seconds after power on, and the line. */
function bootMessages(cloud: Cloud, row: Server): [number, string][] {
  const disks = row.image_id ? ['vda'] : []
  for (const bdm of row.bdms) disks.push(bdm.device.replace('/dev/', ''))
  const addresses = row.nics.flatMap(
    ({ port_id }) => cloud.state.ports.get(port_id)?.fixed_ips.map((ip) => ip.ip_address) ?? [],
  )
  const lines: [number, string][] = [
    [0, `[    0.000000] Linux version ${KERNEL} (built-in cloud) #1 SMP`],
    [0, '[    0.000000] Command line: console=tty1 console=ttyS0 quiet=0'],
    [0.1, '[    0.004181] This machine is drawn by the built-in cloud: no processor stands behind it'],
    [0.2, `[    0.112870] Memory: ${row.flavor.ram} MiB, processors: ${row.flavor.vcpus}`],
    [0.4, '[    0.204119] ACPI: power button'],
  ]
  disks.forEach((disk, index) => {
    const volume = cloud.state.volumes.get(row.bdms[index - (row.image_id ? 1 : 0)]?.volume_id ?? '')
    lines.push([
      0.6,
      `[    0.34${index}702] virtio_blk virtio${index}: [${disk}] ${sizeText(volume?.size ?? row.flavor.disk)}`,
    ])
  })
  lines.push([0.8, `[    0.512044] EXT4-fs (${disks[0] ?? 'vda'}): mounted filesystem`])
  addresses.forEach((address, index) => {
    lines.push([1, `[    0.7${index}9113] eth${index}: ${address} by DHCP`])
  })
  if (row.user_data) lines.push([1.2, '[    0.911225] cloud setup: user data found'])
  if (row.key_name) lines.push([1.2, `[    0.915008] cloud setup: key pair ${row.key_name} installed`])
  lines.push([1.4, `[    1.020331] cloud setup: done, host name ${row.hostname}`])
  return lines
}

/** The boot lines that have been written by now. */
export function bootLines(cloud: Cloud, row: Server): string[] {
  if (row.bootedAtMs === null) return []
  const seconds =
    cloud.clock.pace === 0 ? Number.POSITIVE_INFINITY : (cloud.now() - row.bootedAtMs) / 1000 / cloud.clock.pace
  return bootMessages(cloud, row)
    .filter(([at]) => at <= seconds)
    .map(([, line]) => line)
}

export const BOOT_SECONDS = 1.6

export const isUp = (cloud: Cloud, row: Server): boolean =>
  row.bootedAtMs !== null &&
  (cloud.clock.pace === 0 || cloud.now() - row.bootedAtMs >= BOOT_SECONDS * 1000 * cloud.clock.pace)

export const banner = (row: Server, tty: string): string =>
  `\nBuilt-in Linux 1.0 ${row.hostname} ${tty}\n\n${row.hostname} login: root (automatic login)\nType \x1b[1;37mhelp\x1b[0m to see what this machine can do.\n\n`

export const prompt = (row: Server): string => `\x1b[1;32mroot@${row.hostname}\x1b[0m:\x1b[1;34m~\x1b[0m# `

/** `os-getConsoleOutput`: what went to the serial line. */
export function consoleLog(cloud: Cloud, row: Server): string[] {
  const lines = [...bootLines(cloud, row)]
  if (isUp(cloud, row))
    lines.push('', `Built-in Linux 1.0 ${row.hostname} ttyS0`, '', `${row.hostname} login: root (automatic login)`)
  return [...lines, ...row.console]
}

/** Runs a line of the shell. `end` is what the machine itself does then. */
export const runCommand = (
  cloud: Cloud,
  row: Server,
  line: string,
): { output: string; end?: 'reboot' | 'poweroff' | 'clear' } =>
  shellCommand(cloud, row, line, KERNEL, bootLines(cloud, row))
