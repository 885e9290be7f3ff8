/** The tabs of an instance; each is a path segment. */
export const INSTANCE_TABS = ['overview', 'console', 'log', 'volumes', 'network', 'security', 'activity'] as const
export type InstanceTab = (typeof INSTANCE_TABS)[number]

export const isInstanceTab = (text: string): text is InstanceTab => (INSTANCE_TABS as readonly string[]).includes(text)
