import { memo } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import { CodeBlock, CodeChip } from './Code.tsx';
import css from './Markdown.module.css';

const components: Components = {
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  ),
  // A fenced block arrives as pre > code; only code outside of pre is a chip.
  pre: ({ node }) => <CodeBlock text={textOf(node).replace(/\n$/, '')} language={languageOf(node)} />,
  code: ({ node }) => <CodeChip text={textOf(node)} />,
  // The story and the prompts sit under headings of the page, so theirs go below.
  h1: ({ children }) => <h4>{children}</h4>,
  h2: ({ children }) => <h4>{children}</h4>,
  h3: ({ children }) => <h4>{children}</h4>,
  img: () => null,
};

interface TextNode {
  type: string;
  value?: string;
  children?: readonly TextNode[];
}

/** What stands behind the fence: ```sh arrives as the class `language-sh` of the code inside. */
function languageOf(node: unknown): string | undefined {
  const { children = [] } = node as { children?: readonly { properties?: { className?: unknown } }[] };
  const names = children.flatMap(({ properties }) => properties?.className ?? []).map(String);
  return names.find((name) => name.startsWith('language-'))?.slice('language-'.length);
}

function textOf(node: unknown): string {
  const { value, children } = node as TextNode;
  return value ?? (children ?? []).map(textOf).join('');
}

/** Text of a scenario. Markup in it is dropped, code becomes chips and blocks that can be copied. */
export const Markdown = memo(function Markdown({ text, lang }: { text: string; lang?: string }) {
  return (
    <div className={css['prose']} lang={lang}>
      <ReactMarkdown remarkPlugins={[remarkGfm]} rehypePlugins={[rehypeSanitize]} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
});
