import { useRef, useState } from 'react';
import { copyText } from '../../ui/copy-text.ts';
import type { LargePaste } from './paste-check.ts';
import type { ChangeSettings } from './use-terminal-settings.ts';

/** What a terminal has to ask or to tell, and the answers. */
export interface PaneTalk {
  readonly link: string | undefined;
  readonly paste: { readonly size: LargePaste; readonly text: string } | undefined;
  readonly wish: string | undefined;
  readonly listeners: {
    onLink: (address: string | undefined) => void;
    onLargePaste: (size: LargePaste, text: string) => void;
    onCopyWish: (text: string) => void;
    onEmptyCopy: () => void;
  };
  closePaste: () => void;
  neverAskPaste: () => void;
  /** Puts what was wished on the clipboard. */
  grant: () => void;
  grantAlways: () => void;
  refuse: () => void;
  refuseAlways: () => void;
}

export function usePaneTalk(change: ChangeSettings): PaneTalk {
  const [link, onLink] = useState<string>();
  const [paste, setPaste] = useState<PaneTalk['paste']>();
  const [wish, setWish] = useState<string>();
  // What was wished last, at hand within the learner's click or key: browsers let a page copy only there.
  const wished = useRef<string>(undefined);
  const wishes = (text: string | undefined): void => {
    wished.current = text;
    setWish(text);
  };
  const refuse = (): void => wishes(undefined);
  const grant = (): void => {
    if (wished.current !== undefined) void copyText(wished.current);
    wishes(undefined);
  };
  return {
    link,
    paste,
    wish,
    listeners: {
      onLink,
      onLargePaste: (size, text) => setPaste({ size, text }),
      onCopyWish: wishes,
      onEmptyCopy: grant,
    },
    closePaste: () => setPaste(undefined),
    neverAskPaste: () => change({ askLargePaste: false }),
    grant,
    grantAlways: () => {
      grant();
      change({ clipboard: 'allow' });
    },
    refuse,
    refuseAlways: () => {
      refuse();
      change({ clipboard: 'refuse' });
    },
  };
}
