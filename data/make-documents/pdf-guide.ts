import PDFDocument from 'pdfkit';
import type { Block, Chapter } from './block.js';
import { answeringChapters } from './guide-answering.js';
import { searchingChapters } from './guide-searching.js';

type Pdf = InstanceType<typeof PDFDocument>;

const title = 'Retrieval in plain words';
const chapters: readonly Chapter[] = [...searchingChapters, ...answeringChapters];
const margin = 66;
const bodySize = 11.5;
const lineGap = 3.6;
const ink = '#1c2733';
const accent = '#0b5c6b';
const pale = '#e8f0f1';

/** Page 1 is the cover; chapter n stands alone on page n + 1, so that the contents can be printed first. */
export async function renderGuide(date: Date): Promise<Uint8Array> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin,
    lang: 'en',
    info: { Title: title, Author: 'The docent handbook', Subject: 'A guide', CreationDate: date, ModDate: date },
  });
  const parts: Buffer[] = [];
  const finished = new Promise<Uint8Array>((resolve, reject) => {
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => resolve(Buffer.concat(parts)));
    pdf.on('error', reject);
  });
  let pageCount = 1;
  pdf.on('pageAdded', () => {
    pageCount += 1;
  });
  cover(pdf);
  for (const [index, chapter] of chapters.entries()) {
    pdf.addPage();
    page(pdf, chapter, index + 1);
    if (pageCount !== index + 2) throw new Error(`Chapter ${index + 1} does not fit on one page: shorten it.`);
  }
  pdf.end();
  return finished;
}

function width(pdf: Pdf): number {
  return pdf.page.width - 2 * margin;
}

function cover(pdf: Pdf): void {
  pdf.rect(0, 0, pdf.page.width, 250).fill(accent);
  pdf.fill('#ffffff').font('Helvetica-Bold').fontSize(34).text(title, margin, 120);
  pdf.font('Helvetica').fontSize(14).text('A guide of ten pages for people who are new to search', margin, 170);
  pdf.fill(ink).font('Helvetica-Bold').fontSize(15).text('Contents', margin, 300);
  pdf.fontSize(12).font('Helvetica').moveDown(0.6);
  for (const [index, chapter] of chapters.entries()) {
    const y = pdf.y;
    pdf.text(`${index + 1}  ${chapter.title}`, margin, y);
    pdf.text(String(index + 2), margin, y, { width: width(pdf), align: 'right' });
    pdf.moveDown(0.5);
  }
  pdf.moveDown(2).fontSize(10.5);
  pdf.text(
    'This guide belongs to the docent handbook. It explains the ideas behind search without formulas where possible. ' +
      'What docent itself does is told in the other pages of the handbook. Second edition, 2 June 2026.',
    margin,
    pdf.y,
    { width: width(pdf), lineGap: 3 },
  );
}

function page(pdf: Pdf, chapter: Chapter, number: number): void {
  pdf.fill(accent).font('Helvetica-Bold').fontSize(22).text(`${number}  ${chapter.title}`, margin, margin);
  pdf.moveDown(0.5);
  for (const part of chapter.blocks) block(pdf, part);
  footer(pdf, number + 1);
}

/** Written below the bottom margin; without lifting it for a moment, pdfkit would start a new page. */
function footer(pdf: Pdf, pageNumber: number): void {
  const bottom = pdf.page.margins.bottom;
  pdf.page.margins.bottom = 0;
  pdf.fill('#66727c').font('Helvetica').fontSize(9);
  const y = pdf.page.height - 42;
  pdf.text(title, margin, y, { lineBreak: false });
  pdf.text(String(pageNumber), margin, y, { width: width(pdf), align: 'right', lineBreak: false });
  pdf.page.margins.bottom = bottom;
}

function block(pdf: Pdf, part: Block): void {
  pdf.fill(ink).font('Helvetica').fontSize(bodySize);
  switch (part.kind) {
    case 'heading':
      pdf.moveDown(0.3).font('Helvetica-Bold').fontSize(14).text(part.text, margin, pdf.y);
      pdf.moveDown(0.25);
      return;
    case 'paragraph':
      pdf.text(part.text, margin, pdf.y, { width: width(pdf), lineGap });
      pdf.moveDown(0.55);
      return;
    case 'note':
      note(pdf, part.text);
      return;
    case 'list':
      list(pdf, part.items, part.isNumbered === true);
      return;
    case 'table':
      table(pdf, part);
      return;
  }
}

function note(pdf: Pdf, text: string): void {
  const inner = width(pdf) - 24;
  pdf.font('Helvetica-Oblique');
  const height = pdf.heightOfString(text, { width: inner, lineGap }) + 16;
  const y = pdf.y + 4;
  pdf.rect(margin, y, width(pdf), height).fill(pale);
  pdf.fill(ink).text(text, margin + 12, y + 9, { width: inner, lineGap });
  pdf.y = y + height + 8;
}

function list(pdf: Pdf, items: readonly string[], isNumbered: boolean): void {
  for (const [index, item] of items.entries()) {
    const y = pdf.y;
    pdf.text(isNumbered ? `${index + 1}.` : '•', margin + 4, y, { lineBreak: false });
    pdf.text(item, margin + 24, y, { width: width(pdf) - 24, lineGap });
    pdf.moveDown(0.25);
  }
  pdf.moveDown(0.3);
}

function table(pdf: Pdf, part: Extract<Block, { kind: 'table' }>): void {
  row(pdf, part.header, part.widths, true);
  for (const cells of part.rows) row(pdf, cells, part.widths, false);
  pdf.moveDown(0.7);
}

function row(pdf: Pdf, cells: readonly string[], widths: readonly number[], isHeader: boolean): void {
  pdf.font(isHeader ? 'Helvetica-Bold' : 'Helvetica').fontSize(10.5);
  const columns = widths.map((share) => share * width(pdf));
  const heights = cells.map((cell, index) => pdf.heightOfString(cell, { width: (columns[index] ?? 0) - 12 }));
  const height = Math.max(...heights) + 12;
  const y = pdf.y;
  if (isHeader) pdf.rect(margin, y, width(pdf), height).fill(pale);
  pdf.fill(ink);
  let x = margin;
  for (const [index, cell] of cells.entries()) {
    pdf.text(cell, x + 6, y + 6, { width: (columns[index] ?? 0) - 12 });
    x += columns[index] ?? 0;
  }
  pdf
    .moveTo(margin, y + height)
    .lineTo(margin + width(pdf), y + height)
    .lineWidth(0.5)
    .stroke('#b9c6c9');
  pdf.y = y + height;
}
