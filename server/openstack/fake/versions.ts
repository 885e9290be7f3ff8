/** What the services say about themselves at their roots. */
import type { Service } from './faults.ts'
import type { Reply } from './http.ts'

const ROOTS = ['/identity', '/compute', '/volume', '/network', '/image', '/placement']
export const isRoot = (path: string): boolean => ROOTS.includes(path.replace(/\/$/, ''))

const link = (rel: string, href: string) => ({ rel, href })
const media = (type: string) => [{ base: 'application/json', type: `application/vnd.openstack.${type}` }]

const keystone = (url: string) => ({
  id: 'v3.14',
  status: 'stable',
  updated: '2020-04-07T00:00:00Z',
  links: [link('self', `${url}/identity/v3/`)],
  'media-types': media('identity-v3+json'),
})
const nova = (url: string) => ({
  id: 'v2.1',
  status: 'CURRENT',
  version: '2.93',
  min_version: '2.1',
  updated: '2013-07-23T11:33:21Z',
  links: [link('self', `${url}/compute/v2.1/`)],
})
const cinder = (url: string) => ({
  id: 'v3.0',
  status: 'CURRENT',
  version: '3.70',
  min_version: '3.0',
  updated: '2022-08-31T00:00:00Z',
  links: [link('self', `${url}/volume/v3/`)],
  'media-types': media('volume+json;version=3'),
})
const neutron = (url: string) => ({ id: 'v2.0', status: 'CURRENT', links: [link('self', `${url}/network/v2.0/`)] })
const glance = (url: string) =>
  ['v2.15', 'v2.9', 'v2.7', 'v2.6', 'v2.5', 'v2.4', 'v2.3', 'v2.2', 'v2.1', 'v2.0'].map((id, index) => ({
    id,
    status: index === 0 ? 'CURRENT' : 'SUPPORTED',
    links: [link('self', `${url}/image/v2/`)],
  }))

/** At `/identity/`, `/compute/` … without a token. */
export function rootDocument(url: string, service: Service): Reply {
  switch (service) {
    case 'keystone':
      return {
        status: 300,
        body: { versions: { values: [keystone(url)] } },
        headers: { Location: `${url}/identity/v3/` },
      }
    case 'nova':
      return { status: 200, body: { versions: [nova(url)] } }
    case 'cinder':
      return { status: 300, body: { versions: [cinder(url)] } }
    case 'glance':
      return { status: 300, body: { versions: glance(url) } }
    default:
      return { status: 200, body: { versions: [neutron(url)] } }
  }
}

/** At the versioned endpoint itself. */
export function versionDocument(url: string, service: Service): Reply {
  switch (service) {
    case 'keystone':
      return { status: 200, body: { version: keystone(url) } }
    case 'nova':
      return {
        status: 200,
        body: {
          version: {
            ...nova(url),
            links: [...nova(url).links, { rel: 'describedby', type: 'text/html', href: 'http://docs.openstack.org/' }],
            'media-types': media('compute+json;version=2.1'),
          },
        },
      }
    case 'cinder':
      return { status: 200, body: { versions: [cinder(url)] } }
    case 'neutron':
      return { status: 200, body: { resources: [] } }
    default:
      return { status: 300, body: { versions: glance(url) } }
  }
}
