import { type Adviser, atField } from './advice.ts';

/** Links are https, and what counts as allowed is on the exam's list. */
export const docsAreAllowed: Adviser = ({ scenario, examDocs }) =>
  scenario.docs.flatMap(({ url, allowedInExam }, i) => {
    const path = ['docs', i, 'url'];
    if (!url.startsWith('https://')) return [atField('docs', path, `${url} is not https`)];
    const listed = examDocs.sites.some((site) => url.startsWith(site));
    if (!allowedInExam || listed) return [];
    const message = `${url} is not on the exam's list of ${examDocs.asOf}: write allowedInExam: false`;
    return [atField('docs', ['docs', i, 'allowedInExam'], message)];
  });

/** Whoever has solved the scenario and wants to know more finds a primary document. */
export const explanationLeadsOn: Adviser = ({ explain }) =>
  explain.includes('](https://')
    ? []
    : [{ rule: 'docs', file: 'explain.md', at: { offset: 0 }, message: 'no link says what to read next' }];
