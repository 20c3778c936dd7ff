import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yamlLanguage } from '@codemirror/lang-yaml';
import { bracketMatching, indentOnInput, indentUnit, LanguageSupport } from '@codemirror/language';
import { forEachDiagnostic, linter, lintGutter, lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { editorTheme } from './editor-theme.ts';
import { completeYaml } from './yaml-completion.ts';
import { lintYaml } from './yaml-lint.ts';

export interface EditorOptions {
  readonly label: string;
  readonly text: string;
  readonly yaml: boolean;
  readonly readOnly: boolean;
  readonly onSave: () => void;
  readonly onChange: (text: string) => void;
  readonly onProblems: (count: number) => void;
}

/** The page gives Ctrl Enter a meaning of its own everywhere. */
const ofThePage = new Set(['Mod-Enter']);

/** An editor on the page, apart from React: made, attached to an element, disposed. */
export class EditorIsland {
  readonly #state: EditorState;
  readonly #fixed = new Compartment();
  #view: EditorView | undefined;

  constructor(options: EditorOptions) {
    this.#state = EditorState.create({ doc: options.text, extensions: this.#extensions(options) });
  }

  attach(host: HTMLElement): void {
    this.#view = new EditorView({ state: this.#state, parent: host });
  }

  dispose(): void {
    this.#view?.destroy();
    this.#view = undefined;
  }

  focus(): void {
    this.#view?.focus();
  }

  text(): string {
    return (this.#view?.state ?? this.#state).doc.toString();
  }

  /** Puts another text in place of all of it; can be undone like any change. */
  replace(text: string): void {
    const view = this.#view;
    view?.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
  }

  #extensions(options: EditorOptions): Extension {
    const { label, readOnly, yaml, onChange, onProblems, onSave } = options;
    const save = (): boolean => {
      onSave();
      return true;
    };
    return [
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightActiveLine(),
      history(),
      drawSelection(),
      indentUnit.of('  '),
      EditorState.tabSize.of(2),
      indentOnInput(),
      bracketMatching(),
      search({ top: true }),
      highlightSelectionMatches(),
      this.#fixed.of([EditorState.readOnly.of(readOnly), EditorView.editable.of(!readOnly)]),
      keymap.of([
        { key: 'Mod-s', run: save, preventDefault: true },
        ...completionKeymap,
        ...lintKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...defaultKeymap.filter(({ key }) => !ofThePage.has(key ?? '')),
        indentWithTab,
      ]),
      EditorView.contentAttributes.of({
        'aria-label': label,
        'aria-multiline': 'true',
        // A read-only text can still be walked through by keyboard.
        ...(readOnly ? { tabindex: '0' } : {}),
        spellcheck: 'false',
        autocapitalize: 'off',
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange(update.state.doc.toString());
        let problems = 0;
        forEachDiagnostic(update.state, () => (problems += 1));
        onProblems(problems);
      }),
      yaml ? yamlHelp : [],
      editorTheme,
    ];
  }
}

const yamlHelp: Extension = [
  new LanguageSupport(yamlLanguage),
  closeBrackets(),
  autocompletion({ override: [completeYaml], icons: false }),
  lintGutter(),
  linter((view) => lintYaml(view.state.doc.toString()), { delay: 300 }),
];

/** A name that says that there is YAML inside; kubeconfigs have none that does. */
export const isYaml = (path: string): boolean => /\.(ya?ml|conf|kubeconfig)$|\/\.kube\/config$/.test(path);
