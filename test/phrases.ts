import { nodesOf, placeOf, type SourceFile, type SyntaxNode } from './source-files.ts'

/** Every literal of a file that is not a key, a type, a name to import or a code; gaps are filled with one word. */
export function phrasesOf(file: SourceFile): { place: string; text: string }[] {
  return nodesOf(file).flatMap(({ node, parent }) => {
    const text = textOf(node)
    if (text === null || !/\p{L}/u.test(text) || isMachinery(node, parent)) return []
    return [{ place: placeOf(file, node), text }]
  })
}

function textOf(node: SyntaxNode): string | null {
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value']
  if (node.type !== 'TemplateLiteral') return null
  const parts = node['quasis'] as { value: { cooked: string } }[]
  return parts.map(({ value }) => value.cooked).join('thing')
}

function isMachinery(node: SyntaxNode, parent: SyntaxNode | null): boolean {
  if (!parent) return true
  if (/^(Import|Export\w*From|TSLiteralType|BinaryExpression)/.test(parent.type)) return true
  if (parent.type === 'MemberExpression') return true
  return (
    (parent.type === 'Property' || parent.type === 'SwitchCase') &&
    (parent['key'] === node || parent['test'] === node)
  )
}
