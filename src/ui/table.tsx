import type { Child } from 'hono/jsx'

export type Column = {
  label: string
  /** Figures stand at the end of their cell. */
  numeric?: boolean | undefined
  /** The address that sorts by this column, and how it is sorted now. */
  sort?: { href: string; direction?: 'ascending' | 'descending' | undefined } | undefined
}

export type TableRow = {
  id?: string | undefined
  /** Where the row leads; the link stands in the first cell. */
  href?: string | undefined
  cells: readonly Child[]
  current?: boolean | undefined
}

export type DataTableProps = {
  caption: string
  captionHidden?: boolean | undefined
  columns: readonly Column[]
  rows: readonly TableRow[]
  /** Columns of one width, so that two tables with the same columns line up. */
  even?: boolean | undefined
}

/** A real table; on a narrow screen each row becomes a card and each cell carries its column's name. */
export function DataTable({ caption, captionHidden, columns, rows, even }: DataTableProps) {
  return (
    <table class="table" role="table" data-even={even ? '' : undefined}>
      <caption class={captionHidden ? 'visually-hidden' : undefined}>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th
              role="columnheader"
              scope="col"
              data-numeric={column.numeric ? '' : undefined}
              aria-sort={column.sort?.direction}
            >
              {column.sort ? <a href={column.sort.href}>{column.label}</a> : column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <Row row={row} columns={columns} />
        ))}
      </tbody>
    </table>
  )
}

/* The roles repeat what the elements mean, because `display: block` on a phone takes the meaning away. */
function Row({ row, columns }: { row: TableRow; columns: readonly Column[] }) {
  const [first, ...others] = row.cells
  return (
    <tr role="row" id={row.id} data-current={row.current ? '' : undefined}>
      <th role="rowheader" scope="row">
        {row.href ? <a href={row.href}>{first}</a> : first}
      </th>
      {others.map((cell, index) => {
        const column = columns[index + 1]
        return (
          <td role="cell" data-label={column?.label} data-numeric={column?.numeric ? '' : undefined}>
            {cell}
          </td>
        )
      })}
    </tr>
  )
}
