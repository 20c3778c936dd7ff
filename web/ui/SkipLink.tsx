import css from './SkipLink.module.css';

/** The first thing the keyboard reaches: past the header, to the page's `main`. */
export function SkipLink() {
  return (
    <a className={css['skip']} href="#main">
      Skip to the content
    </a>
  );
}
