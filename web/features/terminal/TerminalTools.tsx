import { AArrowDown, AArrowUp, Accessibility, Maximize2, Minimize2, Search } from 'lucide-react';
import { IconButton } from '../../ui/Button.tsx';
import css from './Terminal.module.css';
import { fontSizes, type TerminalView } from './use-terminal-view.ts';

export function TerminalTools({
  view,
  onResize,
  onToggleReader,
  onSearch,
  maximised,
  onMaximise,
}: {
  view: TerminalView;
  onResize: (by: number) => void;
  onToggleReader: () => void;
  onSearch: () => void;
  maximised: boolean;
  onMaximise: (() => void) | undefined;
}) {
  return (
    <div className={css['tools']} role="toolbar" aria-label="Terminal view">
      <IconButton label="Search in the terminal" onClick={onSearch}>
        <Search size={15} aria-hidden="true" />
      </IconButton>
      <IconButton
        label="Smaller terminal text"
        disabled={view.fontSize <= fontSizes.min}
        onClick={() => onResize(-1)}
      >
        <AArrowDown size={16} aria-hidden="true" />
      </IconButton>
      <IconButton
        label="Larger terminal text"
        disabled={view.fontSize >= fontSizes.max}
        onClick={() => onResize(1)}
      >
        <AArrowUp size={16} aria-hidden="true" />
      </IconButton>
      <IconButton
        label="Screen reader mode of the terminals"
        aria-pressed={view.screenReader}
        onClick={onToggleReader}
      >
        <Accessibility size={16} aria-hidden="true" />
      </IconButton>
      {onMaximise === undefined ? null : (
        <IconButton
          label={maximised ? 'Show the tasks again' : 'Give the terminals the whole window'}
          onClick={onMaximise}
        >
          {maximised ? (
            <Minimize2 size={15} aria-hidden="true" />
          ) : (
            <Maximize2 size={15} aria-hidden="true" />
          )}
        </IconButton>
      )}
    </div>
  );
}
