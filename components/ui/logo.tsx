import { cn } from './cn'

/** The doorway: two nested right angles, one colour. */
export function Glyph({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      className={cn('size-4', className)}
      aria-hidden="true"
    >
      <path d="M2 15V2h13" />
      <path d="M7 15V7h8" />
    </svg>
  )
}

/** The name mark. `size` is the height of its text in pixels. */
export function Logo({ size = 16, className }: { size?: 16 | 20 | 28; className?: string }) {
  const text = { 16: 'text-lg', 20: 'text-xl', 28: 'text-2xl' }[size]
  return (
    <span className={cn('inline-flex items-center gap-[0.4em] leading-none', text, className)}>
      <Glyph className="size-[0.95em] text-accent" />
      <span className="font-mark tracking-[-0.03em]">Foyer</span>
    </span>
  )
}
