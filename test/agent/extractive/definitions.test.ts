import { describe, expect, it } from 'vitest';
import { askedDefinition } from '../../../src/agent/extractive/definitions.js';

describe('a question for what something is', () => {
  it.each([
    ['What is BM25?', 'BM25 is the usual formula for ranking what was found.'],
    ['What are embeddings?', 'An embedding is a list of numbers.'],
    ["what's the mention graph", 'The mention graph (of names) is a table of who mentions whom.'],
    ['What is Adobe?', 'Founded in 1982, Adobe is one of the largest software companies.'],
    ['Who is Ada Lovelace?', 'Ada Lovelace was an English mathematician.'],
    ['Who was Ada Lovelace?', 'Ada Lovelace was an English mathematician.'],
    ['What does BM25 stand for?', 'BM25 stands for Best Matching 25.'],
    ['What is the capital of Mongolia?', 'The capital of Mongolia is Ulaanbaatar.'],
    ['What is nDCG?', 'term: nDCG; meaning: Normalised discounted cumulative gain'],
    ['What is a chunk?', 'Chunk: a piece of a document that is found as a whole.'],
    ['What is a chunk?', 'Chunk – the stored unit.'],
    ['What is Amcor?', 'Amcor plc ("Amcor" or the "Company") is a public limited company.'],
    ['Was ist ein Vektor?', 'Ein Vektor ist eine Liste von Zahlen.'],
    ['¿Qué es un vector?', 'Un vector es una lista de números.'],
    ['Qu’est-ce qu’un vecteur ?', 'Un vecteur est une liste de nombres.'],
    ['什么是向量数据库？', '向量数据库是存储向量的系统。'],
    ['ベクトルとは何ですか？', 'ベクトルとは、数の並びである。'],
  ])('is answered by the sentence that says so: %s', (question, sentence) => {
    expect(askedDefinition(question)?.isIn(sentence)).toBe(true);
  });

  it.each([
    ['What is BM25?', 'BM25 in a few lines: how a keyword search scores three short texts.'],
    ['What is a chunk?', 'Chunk size: a number of tokens.'],
    ['What is Amcor?', 'Amcor Finance is a part of it.'],
    ['What is Amcor?', 'If Amcor is a company, it pays taxes.'],
    ['What is Verizon?', 'Verizon is currently involved in 25 actions.'],
    ['What is Verizon?', 'Verizon was the winning bidder on 3,511 licenses.'],
    ['What is BM25?', 'The weight of BM25 is one half.'],
    ['What is BM25?', 'BM25 was developed by Stephen Robertson.'],
    ['What is an encoder?', 'The encoder is only changed where it gains.'],
    ['What is BM25?', 'Run it with: python3 bm25.py'],
    ['What is nDCG?', 'term: MRR; meaning: the place of the first; see: nDCG'],
    ['什么是向量？', '数据库存储向量。'],
  ])('is not answered by one that only speaks of it: %s %s', (question, sentence) => {
    expect(askedDefinition(question)?.isIn(sentence)).toBe(false);
  });

  it.each([
    'When was BM25 published?',
    'How is BM25 computed?',
    'What is the best way to change the encoder of an index that somebody else has built?',
    `What does ${' '.repeat(7000)} mean`,
    'What is it?',
    'What?',
    '',
  ])('is no other question: %s', (question) => {
    expect(askedDefinition(question)).toBeUndefined();
  });
});
