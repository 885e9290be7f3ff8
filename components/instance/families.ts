/** Families of operating systems: how images are grouped, who signs in to them and by what. */

export type Family = {
  id: string
  label: string
  /** The user that the family's cloud images make; undefined where none is usual. */
  user?: string
  /** How people sign in over the network. */
  entry: 'ssh' | 'rdp'
}

const FAMILIES: readonly (Family & { pattern: RegExp })[] = [
  { id: 'ubuntu', label: 'Ubuntu', user: 'ubuntu', entry: 'ssh', pattern: /ubuntu/i },
  { id: 'debian', label: 'Debian', user: 'debian', entry: 'ssh', pattern: /debian/i },
  { id: 'rocky', label: 'Rocky Linux', user: 'rocky', entry: 'ssh', pattern: /rocky/i },
  { id: 'alma', label: 'AlmaLinux', user: 'almalinux', entry: 'ssh', pattern: /alma/i },
  { id: 'centos', label: 'CentOS', user: 'cloud-user', entry: 'ssh', pattern: /centos/i },
  { id: 'rhel', label: 'Red Hat', user: 'cloud-user', entry: 'ssh', pattern: /rhel|red ?hat/i },
  { id: 'fedora', label: 'Fedora', user: 'fedora', entry: 'ssh', pattern: /fedora/i },
  { id: 'suse', label: 'SUSE', user: 'opensuse', entry: 'ssh', pattern: /suse|sles/i },
  { id: 'arch', label: 'Arch Linux', user: 'arch', entry: 'ssh', pattern: /\barch/i },
  { id: 'alpine', label: 'Alpine', user: 'alpine', entry: 'ssh', pattern: /alpine/i },
  { id: 'flatcar', label: 'Flatcar', user: 'core', entry: 'ssh', pattern: /flatcar|coreos/i },
  { id: 'freebsd', label: 'FreeBSD', user: 'freebsd', entry: 'ssh', pattern: /freebsd/i },
  { id: 'cirros', label: 'CirrOS', user: 'cirros', entry: 'ssh', pattern: /cirros/i },
  { id: 'windows', label: 'Windows', user: 'Administrator', entry: 'rdp', pattern: /windows|win(10|11|20)/i },
]

/** The family of an image, by what its distribution says and else by its name; undefined when neither is known. */
export const familyOf = (image: { name: string; os_distro?: string }): Family | undefined =>
  FAMILIES.find(({ pattern }) => image.os_distro && pattern.test(image.os_distro)) ??
  FAMILIES.find(({ pattern }) => pattern.test(image.name))

/** Families in the order of the table; what belongs to none comes last. */
export const familyRank = (family: Family | undefined): number => {
  const at = FAMILIES.findIndex(({ id }) => id === family?.id)
  return at < 0 ? FAMILIES.length : at
}

/** The port and protocol by which people sign in. */
export const entryPort = (family: Family | undefined): { name: 'SSH' | 'RDP'; port: number } =>
  family?.entry === 'rdp' ? { name: 'RDP', port: 3389 } : { name: 'SSH', port: 22 }
