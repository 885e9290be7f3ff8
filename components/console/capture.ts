/**
 * Who gets the keys: the page or the guest. Capture begins with a click or Enter on the canvas and ends with
 * Ctrl+Alt+Shift, so that somebody without a mouse is never caught in the canvas.
 */

/**
 * Stands before noVNC's own listeners on the canvas. Releases always pass: noVNC ignores those of keys that it did not
 * press, and a key pressed while captured must come up in the guest.
 * @returns the function that undoes it
 */
export const captureKeys = (
  canvas: HTMLCanvasElement,
  { enabled, onChange }: { enabled: () => boolean; onChange: (captured: boolean) => void },
): (() => void) => {
  const parent = canvas.parentElement!
  const held = new Set<string>()
  let captured = false
  const set = (next: boolean) => {
    if (next === captured) return
    captured = next
    onChange(next)
  }
  const begin = () => {
    if (enabled()) set(true)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== canvas) return
    if (!captured) {
      event.stopPropagation()
      if (event.key !== 'Enter' || !enabled()) return
      event.preventDefault()
      set(true)
      return
    }
    if (event.ctrlKey && event.altKey && event.shiftKey && ['Control', 'Alt', 'Shift'].includes(event.key)) {
      event.stopPropagation()
      event.preventDefault()
      set(false)
      return
    }
    held.add(event.code)
  }
  const onKeyUp = (event: KeyboardEvent) => {
    if (event.target === canvas) held.delete(event.code)
  }
  /** noVNC releases keys when the window loses focus, but not when only the canvas does. */
  const onBlur = () => {
    for (const code of held) canvas.dispatchEvent(new KeyboardEvent('keyup', { code }))
    held.clear()
    set(false)
  }
  parent.addEventListener('keydown', onKeyDown, true)
  parent.addEventListener('keyup', onKeyUp, true)
  canvas.addEventListener('mousedown', begin)
  canvas.addEventListener('touchstart', begin, { passive: true })
  canvas.addEventListener('blur', onBlur)
  return () => {
    parent.removeEventListener('keydown', onKeyDown, true)
    parent.removeEventListener('keyup', onKeyUp, true)
    canvas.removeEventListener('mousedown', begin)
    canvas.removeEventListener('touchstart', begin)
    canvas.removeEventListener('blur', onBlur)
    set(false)
  }
}
