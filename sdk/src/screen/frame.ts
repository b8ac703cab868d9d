/** The few pieces of a browser that a screen needs, so that the SDK is typed without all of one. */
export interface Frame {
  readonly parent: unknown;
  readonly document: { readonly documentElement: FrameRoot };
  readonly ResizeObserver: new (told: () => void) => { observe(element: FrameRoot): void };
  addEventListener(event: 'message', listener: (event: FrameMessage) => void): void;
  addEventListener(event: 'keydown', listener: (event: FrameKey) => void): void;
}

export interface FrameRoot {
  lang: string;
  readonly dataset: { [name: string]: string | undefined };
  readonly style: { setProperty(name: string, value: string): void };
  getBoundingClientRect(): { height: number };
}

export interface FrameMessage {
  readonly data: unknown;
  readonly source: unknown;
  readonly ports: readonly FramePort[];
}

export interface FrameKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

export interface FramePort {
  onmessage: ((event: { data: unknown }) => void) | null;
  postMessage(text: string, transfer: []): void;
}
