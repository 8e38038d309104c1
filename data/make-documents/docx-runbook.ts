import {
  AlignmentType,
  Document,
  HeadingLevel,
  LevelFormat,
  Packer,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { Block } from './block.js';
import { runbookChapters, runbookIntroduction, runbookTitle } from './runbook-content.js';

/** Width between the margins of an A4 page, in twentieths of a point. */
const textWidth = 9026;

/** Must run under a fixed clock to give the same bytes twice. */
export async function renderRunbook(): Promise<Uint8Array> {
  const body = [
    new Paragraph({ text: runbookTitle, heading: HeadingLevel.HEADING_1 }),
    text(runbookIntroduction),
    ...runbookChapters.flatMap((chapter, index) => [
      new Paragraph({ text: chapter.title, heading: HeadingLevel.HEADING_2, spacing: { before: 280, after: 120 } }),
      ...chapter.blocks.flatMap((part) => block(part, index)),
    ]),
  ];
  const file = new Document({
    title: runbookTitle,
    creator: 'The docent handbook',
    lastModifiedBy: 'The docent handbook',
    numbering: { config: [{ reference: 'steps', levels: [stepLevel()] }] },
    sections: [{ children: body }],
  });
  return Packer.toBuffer(file);
}

function stepLevel() {
  return {
    level: 0,
    format: LevelFormat.DECIMAL,
    text: '%1.',
    alignment: AlignmentType.START,
    style: { paragraph: { indent: { left: 720, hanging: 360 } } },
  };
}

/** `chapter` numbers the lists: every numbered list starts again at 1. */
function block(part: Block, chapter: number): (Paragraph | Table)[] {
  switch (part.kind) {
    case 'heading':
      return [new Paragraph({ text: part.text, heading: HeadingLevel.HEADING_3 })];
    case 'paragraph':
      return [text(part.text)];
    case 'note':
      return [new Paragraph({ children: [new TextRun({ text: part.text, italics: true })], spacing: { after: 120 } })];
    case 'list':
      return part.items.map((item) =>
        part.isNumbered === true
          ? new Paragraph({ text: item, numbering: { reference: 'steps', level: 0, instance: chapter } })
          : new Paragraph({ text: item, bullet: { level: 0 } }),
      );
    case 'table':
      return [table(part), new Paragraph('')];
  }
}

function text(content: string): Paragraph {
  return new Paragraph({ text: content, spacing: { after: 120 } });
}

function table(part: Extract<Block, { kind: 'table' }>): Table {
  const widths = part.widths.map((share) => Math.round(share * textWidth));
  return new Table({
    columnWidths: widths,
    width: { size: textWidth, type: WidthType.DXA },
    rows: [
      new TableRow({
        tableHeader: true,
        children: part.header.map((cell, at) => tableCell(cell, widths[at] ?? 0, true)),
      }),
      ...part.rows.map(
        (cells) => new TableRow({ children: cells.map((cell, at) => tableCell(cell, widths[at] ?? 0, false)) }),
      ),
    ],
  });
}

function tableCell(content: string, width: number, isHeader: boolean): TableCell {
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    margins: { top: 60, bottom: 60, left: 100, right: 100 },
    ...(isHeader ? { shading: { type: ShadingType.CLEAR, fill: 'E8F0F1' } } : {}),
    children: [new Paragraph({ children: [new TextRun({ text: content, bold: isHeader })] })],
  });
}
