/** Title → text, by folder: films name their directors, people's pages tell where they come from. */
const texts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  films: {
    'The Glass Orchard': 'The Glass Orchard is a film of 1987. It was shot in Lisbon and directed by Ilse Marenko.',
    'The Silent Ferry': 'The Silent Ferry is a film of 1991. It was shot in Genoa and directed by Paul Brandt.',
    'Winter Letters': 'Winter Letters is a film of 1975. It was shot in Gdansk and directed by Maria Teixeira.',
    'A House of Salt': 'A House of Salt is a film of 2003. It was shot in Cadiz and directed by Tomas Lindqvist.',
    'The Brass Garden': 'The Brass Garden is a film of 1968. It was shot in Turin and directed by Anna Kowal.',
    'Nine Lanterns': 'Nine Lanterns is a film of 1999. It was shot in Kyoto and directed by Kenji Morita.',
  },
  people: {
    'Ilse Marenko': 'Ilse Marenko grew up beside a fjord at Trondheim and studied law.',
    'Paul Brandt': 'Paul Brandt is a film director. He was born in Kiel and has two brothers.',
    'Maria Teixeira': 'Maria Teixeira is a film director who was born in Porto.',
    'Tomas Lindqvist': 'Tomas Lindqvist was born in Malmo. He is a director of films for children.',
    'Anna Kowal': 'Anna Kowal was a director of plays and films. She was born in Lublin.',
    'Kenji Morita': 'Kenji Morita was born in Osaka. Before he became a film director he sold cameras.',
    'Helena Voss': 'Helena Voss is the director of a museum of glass. She was born in Jena.',
    'Oskar Blum': 'Oskar Blum owns an orchard. He was born on a farm and never saw a film.',
  },
  things: {
    'Glass houses': 'In a glass house an orchard bears fruit in winter. The first glass houses stood in Holland.',
    'Film stock': 'Film was made of cellulose. A director chose the film by its grain.',
    'Birth registers': 'Where somebody was born is written in a register of births.',
    'Apple orchards': 'An orchard of apples needs bees. The director of an orchard school explains why.',
    'Window glass': 'Window glass is cast on molten tin.',
    'Film festivals': 'At a film festival every director is asked where he was born.',
  },
};

export const filmDocuments: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(texts).flatMap(([folder, pages]) =>
    Object.entries(pages).map(([title, text]) => [
      `${folder}/${title.toLowerCase().replaceAll(' ', '-')}.md`,
      `# ${title}\n\n${text}\n`,
    ]),
  ),
);

/** Answered by two documents; the second, people/ilse-marenko.md, shares no word with the question. */
export const twoHopQuestion = 'Where was the director of the film The Glass Orchard born?';
