# Notifications
told-harvester = A harvester waits for your approval: { $what }.

# Mails
mail-harvest-declared-subject = A harvester waits for your approval: { $title }
mail-harvest-declared-lead = The harvester “{ $title }” was just declared. It reads nothing before you accept it.
mail-harvest-declared-action = Look at this harvester
mail-harvest-accepted-subject = Your harvester is accepted: { $title }
mail-harvest-accepted-lead = The harvester “{ $title }” is accepted. It is read now, then each night.
mail-harvest-accepted-action = See the harvester
mail-harvest-refused-subject = Your harvester is not accepted: { $title }
mail-harvest-refused-lead = The harvester “{ $title }” is not accepted, for this reason: { $why }
mail-harvest-refused-action = Mend the harvester
mail-harvest-failed-subject = The harvest failed: { $title }
mail-harvest-failed-lead = The harvester “{ $title }” could not read its catalogue: { $why }. Nothing was archived. It tries again at its next hour.
mail-harvest-failed-action = Read the report

# Harvesters
admin-harvesters = Harvesters
harvesters-home-pending = { $n ->
    [one] { $n } source waits to be let in
   *[other] { $n } sources wait to be let in
}
said-everybody-reads-this-address-it-may-hold-neither-a-name-nor-a-password = Everybody reads this address: it may hold neither a name nor a password.
harvesters-none = No harvester.
harvesters-lead = A harvester reads the catalogue of another portal, each night, and keeps up to date here what it finds there.
harvester-new = Declare a harvester
harvester-edit = Edit
harvester-declare = Declare this harvester
harvester-preview = See what it would give
harvester-preview-title = What this source would give
harvester-preview-why = The first twenty records, as they would be here. Nothing is written.
harvester-run = Harvest now
harvester-busy = A reading waits or is under way. Reload the page to see more of it.
harvester-owner = In the name of
harvester-declared = Declared
harvester-by = by
harvester-when = Next reading
harvester-asleep = Suspended
harvester-never = Not planned
harvester-hourly = every hour at minute { $minute }
harvester-daily = every day at { $hour }:{ $minute }
harvester-weekly = every { $weekday ->
    [0] Sunday
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
   *[6] Saturday
} at { $hour }:{ $minute }
harvester-monthly = on day { $day } of every month at { $hour }:{ $minute }
harvester-gone = What disappears there
harvester-archives = is archived here after the days of grace
harvester-leaves = stays here
harvester-edits = What is edited here
harvester-overwrites = is replaced by what the source says
harvester-keeps = stays as you wrote it
harvester-decide = Decision
harvester-decide-why = Once accepted, this harvester is read at once, then each night at an hour of its own.
harvester-comment = Comment
harvester-comment-hint = Needed to refuse: the producer will read it.
harvester-accept = Accept
harvester-refuse = Refuse
harvester-schedule = Schedule
harvester-cron = Cron expression
harvester-cron-hint = Minute, hour, day of the month, month, day of the week: 30 2 * * * for each night at 2:30.
harvester-unschedule = Read no more by itself
harvester-delete = Delete this harvester
harvester-delete-why = It reads nothing any more. The datasets that it brought are archived next night.
harvester-delete-sure = Yes, delete “{ $name }”
harvester-back = Back to the harvester
harvest-state-pending = Waiting
harvest-state-accepted = Accepted
harvest-state-refused = Refused
harvest-state-deleted = Deleted
harvest-jobs = Readings
harvest-jobs-none = This harvester has read nothing yet.
harvest-job-pending = Waiting
harvest-job-initializing = Beginning
harvest-job-initialized = Beginning
harvest-job-processing = Under way
harvest-job-done = Done
harvest-job-done-errors = Done with errors
harvest-job-failed = Failed
harvest-report = Report
harvest-started = Begun
harvest-ended = ended
harvest-items = Record by record
harvest-items-all = All
harvest-items-losing = With losses
harvest-items-filter = Limit the list
harvest-items-none = No record.
harvest-item-pending = Waiting
harvest-item-started = Under way
harvest-item-done = Done
harvest-item-created = Created
harvest-item-updated = Updated
harvest-item-unchanged = Unchanged
harvest-item-restored = Back again
harvest-item-failed = Failed
harvest-item-skipped = Skipped
harvest-item-archived = Archived
harvest-nameless = Without title
harvest-service = API
harvest-there = See it there
harvest-found-nothing = This source gives nothing.
harvest-changes = What changes
harvest-differs = What differs from the source
harvest-change-field = Field
harvest-change-old = Here
harvest-change-new = There
harvest-change-kept = kept
harvest-kept = Edited here, and kept as it is:
harvest-lost = What could not be taken in
harvest-lost-whole = What could not be taken in of the catalogue
harvest-lost-see = See these records
harvest-again = Its records are in the report of
harvest-lost-count = { $n ->
    [one] One fact could not be taken in: its record says which and why.
   *[other] { $n } facts could not be taken in: their records say which and why.
}
harvest-lost-property = Property
harvest-lost-subject = Of what
harvest-lost-record = the record itself
harvest-lost-value = Value
harvest-lost-reason = Reason
harvest-problem-comment = Say why you refuse: the producer will read it.
harvest-problem-schedule = This expression is no schedule: write five fields, such as 30 2 * * *.
harvest-problem-state = Choose to accept or to refuse.
form-harvester-lead = Say where the catalogue is and of which kind, then look at what it would give. The administrators of the portal accept it before its first reading.
form-harvester-group-where = The catalogue
form-harvester-group-how = How to read it
form-harvester-name = Name
form-harvester-url = Address
form-harvester-url-hint = That of the catalogue itself: an RDF file, a CSW service, the root of a CKAN…
form-harvester-backend = Kind of catalogue
form-harvester-description = Description
form-harvester-options = Settings
form-harvester-config-filters = Filters
form-harvester-config-filters-hint = One a line. The filters of a kind of catalogue are between brackets after its name; a minus excludes.
form-harvester-config-filters-example = -tags = draft
form-harvester-config-features = Options of the catalogue
harvester-feature-for = For { $kinds } only.
form-harvester-config-extra-configs = Other settings
form-harvester-config-extra-configs-hint = One a line: remote_url_prefix = https://… for the beginning of the addresses of the records of a CSW.
form-harvester-config-apikey = Key
form-harvester-config-apikey-hint = If the catalogue asks for one. Only those who run this harvester see it.
harvester-option-active = Read by itself
harvester-option-active-note = at its hour, each night
harvester-option-autoarchive = Archive what disappears
harvester-option-autoarchive-note = after the days of grace of the portal
harvester-option-overwrite-local = Replace what is edited here
harvester-option-overwrite-local-note = otherwise, a field edited here stays so
column-backend = Kind
column-last-run = Last reading
column-items = Records
column-started = Begun
column-items-created = Created
column-items-updated = Updated
column-items-unchanged = Unchanged
column-items-failed = Failed
column-items-archived = Archived
column-items-lost = Losses
admin-told-harvest-asked = The reading is asked for.
admin-told-harvest-accepted = This harvester is accepted: its first reading begins.
admin-told-harvest-refused = This harvester is refused. The producer is told.
admin-told-harvest-declared = This harvester is declared. The administrators of the portal will look at it.
admin-told-harvest-deleted = This harvester is deleted.
said-tick-the-box-to-delete-this-harvester = Tick the box to delete this harvester.
said-source-is-not-validated-please-validate-the-source-before-running = This harvester is not accepted yet.
said-cannot-run-source-manually-please-contact-the-platform-if-you-need-to-reschedule-the-harvester = Only the administrators of the portal ask for a reading.
version-harvester = Harvester of { $domain }
