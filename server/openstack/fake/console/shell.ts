/** The commands of the guest's shell. What they show is true of the server's row. */
import type { Cloud } from '../cloud.ts'
import type { Server } from '../rows.ts'

/** @param gib a disk's size */
export const sizeText = (gib: number): string =>
  `${gib * 2_097_152} 512-byte logical blocks (${(gib * 1.073741824).toFixed(2)} GB)`

type Guest = { cloud: Cloud; row: Server; args: string[]; kernel: string; log: string[] }

function uptime({ cloud, row }: Guest): string {
  const minutes = Math.floor((cloud.now() - (row.bootedAtMs ?? cloud.now())) / 60_000)
  const text = minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
  return ` ${new Date(cloud.now()).toISOString().slice(11, 19)} up ${text},  1 user,  load average: 0.00, 0.00, 0.00`
}

function addresses({ cloud, row }: Guest): string {
  const lines = ['1: lo: <LOOPBACK,UP> mtu 65536', '    inet 127.0.0.1/8 scope host lo']
  row.nics.forEach(({ port_id }, index) => {
    const port = cloud.state.ports.get(port_id)
    if (!port) return
    const mtu = cloud.state.networks.get(port.network_id)?.mtu ?? 1500
    lines.push(`${index + 2}: eth${index}: <BROADCAST,MULTICAST,UP> mtu ${mtu}`, `    link/ether ${port.mac_address}`)
    for (const ip of port.fixed_ips) {
      const cidr = cloud.state.subnets.get(ip.subnet_id)?.cidr ?? '/24'
      lines.push(
        `    inet${ip.ip_address.includes(':') ? '6' : ''} ${ip.ip_address}/${cidr.split('/')[1]} scope global eth${index}`,
      )
    }
  })
  return lines.join('\n')
}

function disks({ cloud, row }: Guest): string {
  const lines = ['NAME  SIZE TYPE']
  if (row.image_id) lines.push(`vda  ${String(row.flavor.disk).padStart(4)}G disk`)
  for (const bdm of row.bdms)
    lines.push(
      `${bdm.device.replace('/dev/', '').padEnd(4)} ${String(cloud.state.volumes.get(bdm.volume_id)?.size ?? '?').padStart(4)}G disk`,
    )
  return lines.join('\n')
}

const memory = ({ row }: Guest): string => {
  const used = Math.min(48, row.flavor.ram)
  return `               total        used        free (MiB)\nMem:  ${String(row.flavor.ram).padStart(14)}${String(used).padStart(12)}${String(row.flavor.ram - used).padStart(12)}`
}

const COMMANDS: Record<string, { help: string; run: (guest: Guest) => string }> = {
  help: {
    help: 'this list',
    run: () =>
      Object.entries(COMMANDS)
        .map(([name, { help }]) => `  ${name.padEnd(10)} ${help}`)
        .join('\n'),
  },
  uname: {
    help: 'the kernel',
    run: ({ row, kernel, args }) =>
      args.includes('-a')
        ? `Linux ${row.hostname} ${kernel} #1 SMP x86_64 GNU/Linux`
        : args.includes('-r')
          ? kernel
          : 'Linux',
  },
  hostname: { help: 'the name of this machine', run: ({ row }) => row.hostname },
  ip: { help: 'addresses (ip a)', run: addresses },
  lsblk: { help: 'disks', run: disks },
  free: { help: 'memory', run: memory },
  nproc: { help: 'processors', run: ({ row }) => String(row.flavor.vcpus) },
  uptime: { help: 'how long it has been up', run: uptime },
  date: { help: 'the time', run: ({ cloud }) => new Date(cloud.now()).toUTCString() },
  whoami: { help: 'who you are', run: () => 'root' },
  echo: { help: 'writes its arguments', run: ({ args }) => args.join(' ') },
  dmesg: { help: 'boot messages', run: ({ log }) => log.join('\n') },
  clear: { help: 'empties the screen', run: () => '' },
  reboot: { help: 'restarts the machine', run: () => 'Restarting system.' },
  poweroff: { help: 'switches the machine off', run: () => 'Power down.' },
}

export function shellCommand(
  cloud: Cloud,
  row: Server,
  line: string,
  kernel: string,
  log: string[],
): { output: string; end?: 'reboot' | 'poweroff' | 'clear' } {
  const [name, ...args] = line.trim().split(/\s+/)
  if (!name) return { output: '' }
  const command = COMMANDS[name]
  if (!command) return { output: `sh: ${name}: not found (try help)` }
  const output = command.run({ cloud, row, args, kernel, log })
  return name === 'reboot' || name === 'poweroff' || name === 'clear' ? { output, end: name } : { output }
}
