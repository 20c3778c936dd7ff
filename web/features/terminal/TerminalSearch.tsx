import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../ui/Button.tsx';
import css from './Terminal.module.css';

export function TerminalSearch({
  find,
  onClose,
}: {
  find: (text: string, back: boolean) => boolean;
  onClose: () => void;
}) {
  const [text, setText] = useState('');
  const [found, setFound] = useState(true);
  const go = (next: string, back = false): void => setFound(find(next, back));
  return (
    <div className={css['search']} role="search">
      <input
        // Opened by a key or a button whose only purpose is to type here.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        aria-label="Search in the terminal"
        placeholder="Search"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          go(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
          if (event.key === 'Enter') go(text, event.shiftKey);
        }}
      />
      <span className={css['searchNote']} role="status">
        {found ? '' : 'not found'}
      </span>
      <IconButton label="Previous match" onClick={() => go(text, true)}>
        <ChevronUp size={14} aria-hidden="true" />
      </IconButton>
      <IconButton label="Next match" onClick={() => go(text)}>
        <ChevronDown size={14} aria-hidden="true" />
      </IconButton>
      <IconButton
        label="Close the search"
        onClick={() => {
          find('', false);
          onClose();
        }}
      >
        <X size={14} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
