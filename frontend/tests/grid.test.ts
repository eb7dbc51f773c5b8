import { describe, expect, it } from 'vitest';
import { cellsOf, csvOf, gridOf, textOf } from '../src/pages/roster-import/grid';

describe('the cells of a text', () => {
  it.each([
    [
      'semicolons',
      'Nom;Prénom\r\nRoux;Ève',
      [
        ['Nom', 'Prénom'],
        ['Roux', 'Ève'],
      ],
    ],
    [
      'commas',
      'Nom,Prénom\nRoux,Ève',
      [
        ['Nom', 'Prénom'],
        ['Roux', 'Ève'],
      ],
    ],
    [
      'tabs, as copied from a spreadsheet',
      'Nom\tPrénom\nRoux\tÈve',
      [
        ['Nom', 'Prénom'],
        ['Roux', 'Ève'],
      ],
    ],
    [
      'a separator within quotation marks',
      'Nom;Club\n"Roux";"A; B"',
      [
        ['Nom', 'Club'],
        ['Roux', 'A; B'],
      ],
    ],
    ['a doubled quotation mark', 'Nom\n"l""Ami"', [['Nom'], ['l"Ami']]],
    [
      'a line break within a cell',
      'Nom;Club\n"Roux\nfils";A',
      [
        ['Nom', 'Club'],
        ['Roux fils', 'A'],
      ],
    ],
    [
      'the separator that Excel writes above',
      'sep=;\nNom;Club\nRoux;A',
      [
        ['Nom', 'Club'],
        ['Roux', 'A'],
      ],
    ],
    ['a byte order mark', '\ufeffNom\nRoux', [['Nom'], ['Roux']]],
  ])('%s', (_, text, cells) => expect(cellsOf(text)).toEqual(cells));
});

describe('the text of a file', () => {
  it.each([
    ['UTF-8', [0xc3, 0xa9], 'é'],
    ['Windows-1252', [0xe9], 'é'],
    ['UTF-16 with its mark', [0xff, 0xfe, 0xe9, 0x00], 'é'],
  ])('%s', (_, bytes, text) => expect(textOf(new Uint8Array(bytes))).toBe(text));
});

describe('a grid', () => {
  it('has no blank lines, and rows as wide as the widest', () => {
    expect(gridOf([['', ''], ['Nom', 'Club'], [' '], ['Roux'], ['Blanc', 'A', 'B']])).toEqual({
      header: ['Nom', 'Club', ''],
      rows: [
        ['Roux', '', ''],
        ['Blanc', 'A', 'B'],
      ],
    });
  });

  it('is read again as it was written', () => {
    const grid = { header: ['Nom', 'Club'], rows: [['l"Ami, fils', 'A; B']] };
    expect(gridOf(cellsOf(csvOf(grid)))).toEqual(grid);
  });
});
