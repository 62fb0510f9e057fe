/** Fonts as wide as the one that Graphviz reckons with, so that texts stay in their boxes. */
const FONTS = "Helvetica, Arial, 'Liberation Sans', Arimo, 'Nimbus Sans', sans-serif"
const FIRST_TEXT = /(<g id="(?:node|clust)\d+"[^>]*>(?:(?!<text|<\/g>)[\s\S])*<text)/g

/** The share of Graphviz's sizes that leaves room for a font that is a little wider, where none of those is installed. */
const SIZE = 0.92

/** Makes the picture that Graphviz drew good to look at: names stand out from what is said about them. */
export function polishSvg(svg: string): string {
  return svg
    .slice(svg.indexOf('<svg'))
    .replace(/font-family="[^"]*"/g, `font-family="${FONTS}"`)
    .replace(/font-size="([\d.]+)"/g, (_match, size: string) => `font-size="${(Number(size) * SIZE).toFixed(2)}"`)
    .replace(/<title>[^<]*<\/title>\n/g, '')
    .replace(FIRST_TEXT, '$1 font-weight="bold"')
}
