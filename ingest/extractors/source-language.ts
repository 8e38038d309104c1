/** Languages by file ending, as `metadata.language` names them. */
const endings: Readonly<Record<string, string>> = {
  bash: '.bash .sh .zsh .ksh',
  c: '.c .h',
  clojure: '.clj .cljs .cljc .edn',
  cmake: '.cmake',
  'c#': '.cs',
  'c++': '.cpp .cc .cxx .hpp .hh .hxx .ipp',
  css: '.css .scss .sass .less',
  cuda: '.cu .cuh',
  dart: '.dart',
  dockerfile: '.dockerfile',
  elixir: '.ex .exs',
  elm: '.elm',
  erlang: '.erl .hrl',
  'f#': '.fs .fsi .fsx',
  fortran: '.f .f90 .f95 .f03 .for',
  go: '.go',
  graphql: '.graphql .gql',
  groovy: '.groovy .gradle',
  haskell: '.hs .lhs',
  hcl: '.tf .tfvars .hcl',
  ini: '.ini .cfg .conf .properties .editorconfig',
  java: '.java',
  javascript: '.js .mjs .cjs .jsx',
  julia: '.jl',
  kotlin: '.kt .kts',
  lisp: '.lisp .cl .el .scm .rkt',
  lua: '.lua',
  make: '.mk .mak',
  matlab: '.matlab',
  nim: '.nim',
  nix: '.nix',
  'objective-c': '.m .mm',
  ocaml: '.ml .mli',
  pascal: '.pas .pp',
  perl: '.pl .pm',
  php: '.php',
  powershell: '.ps1 .psm1 .psd1',
  'protocol buffers': '.proto',
  python: '.py .pyi .pyw',
  r: '.r',
  ruby: '.rb .rake .gemspec',
  rust: '.rs',
  scala: '.scala .sbt .sc',
  solidity: '.sol',
  sql: '.sql .ddl',
  svelte: '.svelte',
  swift: '.swift',
  toml: '.toml',
  typescript: '.ts .mts .cts .tsx',
  verilog: '.v .sv .svh',
  vhdl: '.vhd .vhdl',
  'visual basic': '.vb .bas .vbs',
  vue: '.vue',
  xml: '.xml .xsd .xsl .xslt .wsdl .csproj .plist',
  yaml: '.yaml .yml',
  zig: '.zig',
};

const byEnding = new Map(
  Object.entries(endings).flatMap(([language, list]) => list.split(' ').map((ending) => [ending, language] as const)),
);

const byFileName: Readonly<Record<string, string>> = {
  cmakelists: 'cmake',
  'cmakelists.txt': 'cmake',
  dockerfile: 'dockerfile',
  containerfile: 'dockerfile',
  gemfile: 'ruby',
  jenkinsfile: 'groovy',
  justfile: 'make',
  makefile: 'make',
  gnumakefile: 'make',
  rakefile: 'ruby',
  vagrantfile: 'ruby',
};

/** Interpreters in a `#!` line; version numbers behind them are ignored. */
const byInterpreter: Readonly<Record<string, string>> = {
  bash: 'bash',
  sh: 'bash',
  zsh: 'bash',
  dash: 'bash',
  node: 'javascript',
  deno: 'typescript',
  bun: 'typescript',
  tsx: 'typescript',
  lua: 'lua',
  perl: 'perl',
  php: 'php',
  python: 'python',
  pypy: 'python',
  rscript: 'r',
  ruby: 'ruby',
  pwsh: 'powershell',
};

/** The programming or configuration language of a text file; undefined where neither name nor `#!` line tells. */
export function languageOf(
  file: { readonly fileName: string; readonly extension: string },
  head: string,
): string | undefined {
  const named = byFileName[file.fileName.toLowerCase()] ?? byEnding.get(file.extension);
  if (named !== undefined) return named;
  const shebang = /^#!\s*(?:\S*\/)?(?:env\s+(?:-\S+\s+)*)?([a-z]+)[\d.]*(?:\s|$)/iu.exec(head.slice(0, 200));
  return shebang?.[1] === undefined ? undefined : byInterpreter[shebang[1].toLowerCase()];
}
