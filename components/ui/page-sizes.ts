/** The page sizes a list offers. */
export const pageSizes = [25, 50, 100, 200] as const
