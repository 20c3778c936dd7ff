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

/** Who wants to know more finds a primary document. */
export const namesADocument: Adviser = ({ scenario, explain }) =>
  scenario.docs.length > 0 || explain.includes('](https://')
    ? []
    : [atField('docs', ['docs'], 'neither docs nor explain.md names a document to read next')];
