import { type Factories, factory } from '../../testing/factories.ts'
import { makeMarketplaceResource } from '../../testing/sold.ts'

export const factories: Factories = { 'marketplace-resources': factory(makeMarketplaceResource) }
