import { useEffect, useState, type RefObject } from "react";
import type { StudioConfig } from "./config";

interface Opened<E> {
  readonly editor: E | null;
  /** Why the file cannot be opened. */
  readonly broken: string | null;
}

/** Open an editor in an element of the page; one that is ready after the page went on is closed again. */
export function useOpened<E extends { close(): void }>(
  container: RefObject<HTMLDivElement | null>,
  config: StudioConfig,
  open: (container: HTMLElement, config: StudioConfig) => Promise<E>,
): Opened<E> {
  const [opened, setOpened] = useState<Opened<E>>({ editor: null, broken: null });
  useEffect(() => {
    let isGone = false;
    let ready: E | null = null;
    open(container.current!, config).then(
      (editor) => {
        ready = editor;
        if (isGone) return editor.close();
        setOpened({ editor, broken: null });
      },
      (error: unknown) => setOpened({ editor: null, broken: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isGone = true;
      ready?.close();
    };
  }, [container, config, open]);
  return opened;
}
