import { useStored } from '../../ui/use-stored.ts';

/** How the reader wants terminals to look; kept in this browser. */
export interface TerminalView {
  fontSize: number;
  screenReader: boolean;
}

export const fontSizes = { min: 10, max: 22, usual: 13 };

export function useTerminalView() {
  const [fontSize, setFontSize] = useStored('terminal-font', fontSizes.usual);
  const [reader, setReader] = useStored('terminal-reader', 0);
  const view: TerminalView = { fontSize, screenReader: reader === 1 };
  return {
    view,
    resize: (by: number) => setFontSize(Math.min(fontSizes.max, Math.max(fontSizes.min, fontSize + by))),
    toggleReader: () => setReader(reader === 1 ? 0 : 1),
  };
}
