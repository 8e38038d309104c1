const minLetters = 3;
const maxCharacters = 300;

/** What programs write when nobody gave a title. */
const placeholder =
  /^(?:untitled|no title|title|document|dokument|slide|layout|page|blank|presentation|powerpoint presentation|scan(?:ned)?(?: document)?|new|none|null|undefined|print(?:ing)?)[\s_\-\d.]*$/iu;
/** `Microsoft Word - report.doc`, printed from an office program or a browser. */
const printJob = /^microsoft (?:word|excel|powerpoint|office) - /iu;
const fileName =
  /\.(?:docx?|xlsx?|pptx?|odt|rtf|pdf|indd|qxd|qxp|ai|psd|tex|dvi|ps|eps|html?|txt|pages|pmd|cdr|fm|tiff?|jpe?g|png)$/iu;
const path = /^(?:[a-z]:\\|\\\\|file:|\/\S*\/)/iu;
const webAddress = /^(?:https?:\/\/|about:)\S*$/iu;

/** A title from a file's properties, where it says something about the document. */
export function meaningfulTitle(stated: string | undefined): string | undefined {
  const title = (stated ?? '')
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const letters = title.match(/\p{L}/gu)?.length ?? 0;
  if (letters < minLetters && !/\p{sc=Han}{2}/u.test(title)) return undefined;
  if (title.length > maxCharacters || /\uFFFD/u.test(title)) return undefined;
  const isNoise = [placeholder, printJob, fileName, path, webAddress].some((pattern) => pattern.test(title));
  return isNoise ? undefined : title;
}
