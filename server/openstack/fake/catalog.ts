/** Where the services are. */
import { stableUuid } from './ids.ts'

const REGION = 'RegionOne'
/** type, name, path below the cloud's address */
const SERVICES = [
  ['identity', 'keystone', '/identity/v3'],
  ['compute', 'nova', '/compute/v2.1'],
  ['volumev3', 'cinder', '/volume/v3/{project}'],
  ['network', 'neutron', '/network'],
  ['image', 'glance', '/image'],
] as const

const hex = (name: string): string => stableUuid(name).replaceAll('-', '')

/** The catalogue of a token; a service that needs a project is left out of tokens without one. */
export const catalogOf = (url: string, projectId: string) =>
  SERVICES.filter(([, , path]) => projectId !== '' || !path.includes('{project}')).map(([type, name, path]) => ({
    endpoints: (['admin', 'internal', 'public'] as const).map((kind) => ({
      id: hex(`${name}-${kind}`),
      interface: kind,
      region_id: REGION,
      url: `${url}${path.replace('{project}', projectId)}`,
      region: REGION,
    })),
    id: hex(name),
    type,
    name,
  }))

export const servicesOf = (self: (path: string) => string) =>
  SERVICES.map(([type, name]) => ({
    name,
    id: hex(name),
    type,
    enabled: true,
    links: { self: self(`/services/${hex(name)}`) },
  }))

export const endpointsOf = (url: string, self: (path: string) => string) =>
  SERVICES.flatMap(([, name, path]) =>
    (['admin', 'internal', 'public'] as const).map((kind) => ({
      id: hex(`${name}-${kind}`),
      interface: kind,
      region_id: REGION,
      service_id: hex(name),
      url: `${url}${path.replace('{project}', '$(project_id)s')}`,
      enabled: true,
      region: REGION,
      links: { self: self(`/endpoints/${hex(`${name}-${kind}`)}`) },
    })),
  )

export const regionsOf = (self: (path: string) => string) => [
  { id: REGION, description: '', parent_region_id: null, links: { self: self(`/regions/${REGION}`) } },
]
