## Statistics

statistics-title = Statistics
statistics-lead = What the portal changes, before what it holds.
statistics-impact = What the portal changes
statistics-volumes = What the portal holds
statistics-how = Readings are counted without cookies nor addresses, robots left out.
statistics-csv = The same figures as CSV
impact-unknown = Not known yet
impact-quality = Quality of the most viewed data
impact-quality-explained = Mean of the { $n } most viewed datasets.
impact-delay = Delay of the first answer
impact-delay-explained = Mean over twelve months in the discussions of datasets; a question without answer, or answered later, counts thirty days. { $answered } discussions out of { $asked } have an answer of the publisher or of the portal.
impact-reused = Leading data that are reused
impact-reused-explained = Share of the { $n } most viewed datasets that have a reuse.
impact-found = Visitors who found
impact-found-explained = Answers to “Did you find it?” over twelve months: { $n }.
delay-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
delay-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
delay-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
chart-datasets-read = Pages of datasets read, by month
chart-downloads = Files downloaded, by month
chart-datasets-created = Datasets published, by month
chart-discussions-opened = Discussions opened, by month
chart-table = See the table
chart-month = Month
chart-count = Number
volume-datasets = Datasets
volume-resources = Files
volume-dataservices = APIs
volume-reuses = Reuses
volume-organizations = Organizations
volume-users = People
volume-discussions = Discussions
volume-followers = Follows
poll-question = Did you find what you were looking for?
poll-yes = Yes
poll-no = No
thanks-title = Thank you
thanks-lead = Your answer is counted, and nothing of you is kept.
thanks-back = Back to the page
