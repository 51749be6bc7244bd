import { ActivityList, ActivityRow } from './activity-row.tsx'
import { Button } from './button.tsx'
import { CopyBox, CopyBoxes } from './copy-box.tsx'
import { TextField } from './field.tsx'
import { FilterBar } from './filter-bar.tsx'
import { Example } from './gallery-example.tsx'
import { Pager } from './pager.tsx'
import { ResultPanel } from './result-panel.tsx'
import { StatusChip } from './status-chip.tsx'
import { MoreActions, StickyActions } from './sticky-actions.tsx'
import { DataTable } from './table.tsx'

export function StaffParts() {
  return (
    <>
      <Example name="Activity">
        <FilterBar
          action="#"
          label="Filter the activity"
          submitLabel="Filter"
          reset={{ href: '#all', label: 'Show everything' }}
          views={{
            label: 'Views',
            links: [
              { href: '#mine', label: 'Mine', current: true },
              { href: '#all', label: 'Everyone' },
            ],
          }}
        >
          <TextField id="g-words" name="q" type="search" label="Name or words" value="John" />
        </FilterBar>
        <ActivityList heading="Today">
          <ActivityRow
            href="#1"
            who="John Smith"
            chip={<StatusChip kind="canceled" label="Cancelled" />}
            what="Panel interview, Thu 3 Dec, 2:30pm"
            datetime="2026-12-01T12:00:00Z"
            time="12:00pm"
            money="£40.00 back"
            unread
            unreadLabel="Unread"
            current
          />
          <ActivityRow
            href="#2"
            who="Maximiliane Oberwasserstraßen-Lindenblüth"
            chip={<StatusChip kind="moved" label="Moved" />}
            what="Physiotherapy with a name that is far too long for one line, Fri 4 Dec, 9:00am"
            datetime="2026-12-01T11:40:00Z"
            time="11:40am"
          />
          <ActivityRow
            href="#3"
            who="Session 2 of 3"
            isPart
            chip={<StatusChip kind="moved" label="Moved" />}
            what="By customer, Fri 4 Dec, 9:00am"
            datetime="2026-12-01T11:40:00Z"
            time="11:40am"
          />
        </ActivityList>
        <Pager
          label="Pages"
          previous={{ href: '#newer', label: 'Newer' }}
          next={{ href: '#older', label: 'Older' }}
        />
      </Example>
      <Example name="Table">
        <DataTable
          caption="Messages"
          columns={[
            { label: 'For' },
            { label: 'State', sort: { href: '#sort', direction: 'descending' } },
            { label: 'Attempts', numeric: true },
          ]}
          rows={[
            { href: '#m1', cells: ['John Smith', 'Sent 12:00pm', '1'] },
            { href: '#m2', cells: ['Dana Reyes, 2 in cc', 'Waiting', '0'], current: true },
          ]}
        />
      </Example>
      <Example name="Text to copy">
        <CopyBoxes>
          <CopyBox
            id="g-copy"
            label="Key"
            hint="Whoever has it can act."
            text={'kept_0123456789'.repeat(4)}
            rows={2}
          />
        </CopyBoxes>
      </Example>
      <Example name="Results">
        <ResultPanel kind="ok" heading="Booked" reference={{ label: 'Reference', value: '7KQ-4MD' }}>
          <p>We sent a mail to john@example.com.</p>
        </ResultPanel>
      </Example>
      <StickyActions amount={{ label: 'You pay', value: '£5.00' }}>
        <Button busyLabel="Moving…">Pay £5.00 and move</Button>
      </StickyActions>
      <MoreActions>
        <p class="small quiet">You can undo this for 10 minutes.</p>
      </MoreActions>
    </>
  )
}
