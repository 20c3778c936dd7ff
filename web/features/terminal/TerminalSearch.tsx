import { CaseSensitive, ChevronDown, ChevronUp, Regex, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from '../../ui/Button.tsx';
import css from './Deck.module.css';
import type { Found, Search } from './terminal-find.ts';
import type { TerminalIsland } from './terminal-island.ts';

const none: Search = { text: '', caseSensitive: false, regex: false };

/** Searches in everything that a terminal has kept. */
export function TerminalSearch({
  island,
  onClose,
}: {
  island: TerminalIsland | undefined;
  onClose: () => void;
}) {
  const [search, setSearch] = useState(none);
  const [found, setFound] = useState<Found>();
  // The terminal is outside of React: it tells how much it has found, and its marks go with the field.
  useEffect(() => {
    const stop = island?.search.onFound(setFound);
    return () => {
      stop?.();
      island?.search.clear();
    };
  }, [island]);

  const go = (to: 'next' | 'previous' | 'first', how = search): void => {
    setSearch(how);
    if (island?.search.find(how, to) === false) setFound({ at: 0, of: 0 });
  };
  return (
    <div className={css['search']} role="search">
      <input
        // Opened by a key or a button whose only purpose is to type here.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        aria-label="Search in the terminal"
        placeholder="Search"
        spellCheck={false}
        value={search.text}
        onChange={(event) => go('first', { ...search, text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
          if (event.key === 'Enter') go(event.shiftKey ? 'previous' : 'next');
        }}
      />
      <span className={css['searchNote']} role="status" data-none={found?.of === 0 || undefined}>
        {search.text === '' || found === undefined ? '' : foundWords(found)}
      </span>
      <IconButton
        label="Match upper and lower case"
        aria-pressed={search.caseSensitive}
        onClick={() => go('first', { ...search, caseSensitive: !search.caseSensitive })}
      >
        <CaseSensitive size={16} aria-hidden="true" />
      </IconButton>
      <IconButton
        label="Regular expression"
        aria-pressed={search.regex}
        onClick={() => go('first', { ...search, regex: !search.regex })}
      >
        <Regex size={14} aria-hidden="true" />
      </IconButton>
      <IconButton label="Previous match" onClick={() => go('previous')}>
        <ChevronUp size={15} aria-hidden="true" />
      </IconButton>
      <IconButton label="Next match" onClick={() => go('next')}>
        <ChevronDown size={15} aria-hidden="true" />
      </IconButton>
      <IconButton label="Close the search" onClick={onClose}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

function foundWords({ at, of }: Found): string {
  if (of === 0) return 'not found';
  return at === 0 ? `${of} matches` : `${at} of ${of}`;
}
