/** What we use of noVNC 1.7 (docs/API.md of the package); its own types do not exist. */
declare module '@novnc/novnc' {
  export default class RFB extends EventTarget {
    constructor(
      target: HTMLElement,
      channel: string | WebSocket,
      options?: { shared?: boolean; wsProtocols?: string[] },
    )
    viewOnly: boolean
    focusOnClick: boolean
    scaleViewport: boolean
    resizeSession: boolean
    /** 0-9; above 6 lossless where the server can. */
    qualityLevel: number
    /** 0-9; more is smaller and slower. */
    compressionLevel: number
    background: string
    disconnect(): void
    sendCtrlAltDel(): void
    /** Without `down` a press and a release. Keysym 0 is sent only to servers that take scan codes. */
    sendKey(keysym: number, code: string, down?: boolean): void
    focus(options?: FocusOptions): void
    blur(): void
    clipboardPasteFrom(text: string): void
    toBlob(callback: (blob: Blob | null) => void, type?: string): void
  }
}
