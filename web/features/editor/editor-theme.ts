import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The colours of the terminals beside it: both themes come from the same tokens. */
export const editorTheme = [
  EditorView.theme({
    '&': { height: '100%', backgroundColor: 'var(--term-bg)', color: 'var(--term-fg)', fontSize: '13px' },
    '&.cm-focused': { outline: 'none' },
    '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.5' },
    '.cm-content': { caretColor: 'var(--term-cursor)' },
    '.cm-cursor': { borderLeftColor: 'var(--term-cursor)', borderLeftWidth: '2px' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
      backgroundColor: 'var(--term-selection)',
    },
    '.cm-gutters': { backgroundColor: 'var(--term-bg)', color: 'var(--text-3)', border: '0' },
    '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--term-selection) 22%, transparent)' },
    '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--text)' },
    '.cm-matchingBracket': { backgroundColor: 'var(--accent-soft)', outline: '1px solid var(--accent-line)' },
    '.cm-selectionMatch, .cm-searchMatch': { backgroundColor: 'var(--unknown-soft)' },
    '.cm-searchMatch-selected': { backgroundColor: 'var(--term-selection)' },
    '.cm-panels, .cm-tooltip': {
      backgroundColor: 'var(--surface)',
      color: 'var(--text)',
      border: '1px solid var(--line-strong)',
    },
    '.cm-tooltip': { borderRadius: 'var(--radius)', overflow: 'hidden' },
    '.cm-tooltip.cm-tooltip-autocomplete > ul': {
      fontFamily: 'var(--font-mono)',
      fontSize: '12px',
      maxHeight: '14em',
    },
    '.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px' },
    '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
      backgroundColor: 'var(--accent-soft)',
      color: 'var(--accent)',
    },
    '.cm-completionDetail': { color: 'var(--text-3)', fontStyle: 'normal' },
    '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
    '.cm-completionInfo': {
      padding: '8px 10px',
      maxWidth: '320px',
      fontFamily: 'var(--font-sans)',
      fontSize: '12px',
    },
    '.cm-diagnostic': { padding: '4px 10px', fontFamily: 'var(--font-sans)', fontSize: '12px' },
    '.cm-diagnostic-error': { borderLeftColor: 'var(--fail)' },
    '.cm-diagnostic-warning': { borderLeftColor: 'var(--unknown)' },
    '.cm-panel button, .cm-panel input': { font: 'inherit', color: 'inherit', backgroundImage: 'none' },
    '.cm-panel input[type=text]': {
      border: '1px solid var(--control-line)',
      backgroundColor: 'var(--surface)',
    },
    '.cm-panel button.cm-button': {
      border: '1px solid var(--line-strong)',
      borderRadius: '4px',
      backgroundColor: 'var(--surface-2)',
    },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--term-blue)' },
      { tag: [tags.string, tags.special(tags.string)], color: 'var(--term-green)' },
      { tag: [tags.number, tags.bool, tags.null, tags.keyword, tags.atom], color: 'var(--term-magenta)' },
      { tag: [tags.comment, tags.lineComment], color: 'var(--text-3)', fontStyle: 'italic' },
      { tag: [tags.punctuation, tags.separator, tags.meta], color: 'var(--text-3)' },
      { tag: [tags.labelName, tags.typeName], color: 'var(--term-cyan)' },
    ]),
  ),
];
