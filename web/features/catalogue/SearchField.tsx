import { Search } from 'lucide-react';
import { useRef } from 'react';
import { useShortcut } from '../../ui/use-shortcut.ts';
import css from './CataloguePage.module.css';

export function SearchField({ text, onSearch }: { text: string; onSearch: (text: string) => void }) {
  const field = useRef<HTMLInputElement>(null);
  useShortcut({ key: '/' }, () => field.current?.focus());
  return (
    <div className={css['search']}>
      <Search size={16} aria-hidden="true" />
      <input
        ref={field}
        type="search"
        aria-label="Search scenarios"
        placeholder="Search titles, tools and topics"
        value={text}
        onChange={(event) => onSearch(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') field.current?.blur();
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </div>
  );
}
