# The English of the portal, complete: every key of fr.ftl is here, and the other way round.
# Short sentences, plain words, no exclamation marks. The API's lists keep their identifiers.

## Everywhere

skip = Skip to content
colon = {": "}
home = Home
unknown = unknown
not-given = Not given
required = required
copy = Copy
copied = Copied
by = By
and-more = and { $n } more
see-all = See all
read-more = Read more
read-less = Show less
language = Language
breadcrumb = Breadcrumb
pagination = Result pages
page-previous = Previous
page-next = Next
page-number = Page { $n }
demo-label = Demonstration
demo-banner = This is a demonstration: the data, people and organizations of this portal are made up.

## Header

search-label = Search for data
search-submit = Search
suggestions = Suggestions
suggestions-one = 0 suggestion
suggestions-many = 0 suggestions
doors = Catalogue
door-data = Data
door-apis = APIs
door-reuses = Reuses
sign-in = Sign in

## Footer

footer-about = This portal gathers public data, describes it in plain words and gives it to everyone, without account or form.
footer-browse = Browse
footer-build = Build
footer-rules = Rules of the portal
footer-api = Catalogue API
footer-export-datasets = List of datasets (CSV)
footer-export-resources = List of files (CSV)
footer-export-catalog = DCAT catalogue (Turtle)
footer-feed = What is new (Atom)
footer-about-portal = About
footer-accessibility = Accessibility
footer-legal = Legal notice
footer-contact = Contact us
footer-statistics = Statistics
footer-made = Powered by Vitrail { $version }, free software.

## Home

home-title = Find public data, and understand it
home-search-label = What are you looking for?
home-try = For example:
home-citizen-title = I am looking for an answer
home-citizen-text = A figure, a map, a list of places near you: start from what others have already made of this data.
home-citizen-reuses = Maps, applications and articles
home-citizen-topics = Collections by theme
home-citizen-organizations = Who publishes what
home-builder-title = I build with data
home-builder-text = Files, APIs and the whole catalogue, with licences, dates and measured quality.
home-builder-apis = APIs ready to use
home-builder-catalog-api = Catalogue API, compatible with udata
home-builder-export = The whole catalogue as CSV
home-subjects = By subject
home-recent = Recently updated
home-popular = Often used
home-figure-title = Data on time
home-figure-text = { $fresh ->
    [one] { $fresh } dataset is up to date
   *[other] { $fresh } datasets are up to date
  } out of { $total } that announce a frequency. The others are marked as late, on their page and in the results.

## Kinds of objects

kinds = Search among
kind-datasets = Datasets
kind-dataservices = APIs
kind-reuses = Reuses
kind-organizations = Organizations
kind-topics = Topics
search-label-datasets = Search for a dataset
search-label-dataservices = Search for an API
search-label-reuses = Search for a reuse
search-label-organizations = Search for an organization
search-label-topics = Search for a topic

count-results = { $n ->
    [0] No result
    [one] { $n } result
   *[other] { $n } results
  }
count-datasets = { $n ->
    [0] no dataset
    [one] { $n } dataset
   *[other] { $n } datasets
  }
count-dataservices = { $n ->
    [0] no API
    [one] { $n } API
   *[other] { $n } APIs
  }
count-reuses = { $n ->
    [0] no reuse
    [one] { $n } reuse
   *[other] { $n } reuses
  }
count-followers = { $n ->
    [0] no follower
    [one] { $n } follower
   *[other] { $n } followers
  }
count-files = { $n ->
    [0] no file
    [one] { $n } file
   *[other] { $n } files
  }
count-elements = { $n ->
    [0] no element
    [one] { $n } element
   *[other] { $n } elements
  }
count-messages = { $n ->
    [0] no message
    [one] { $n } message
   *[other] { $n } messages
  }
count-downloads = { $n ->
    [0] no download
    [one] { $n } download
   *[other] { $n } downloads
  }

## Search

results = Results
results-for = for “{ $q }”
facets = Narrow the search
chips = Active filters
chip-remove = , remove this filter
chips-clear = Clear all
sort = Sort by
sort-submit = Sort
sort-relevance = Relevance
sort-created = Creation, newest first
sort-last_update = Update, latest first
sort-last_modified = Update, latest first
sort-followers = Number of followers
sort-reuses = Number of reuses
sort-datasets = Number of datasets
sort-views = Number of views
why-show = Why these results?
why-hide = Hide explanations
why-title = Why this result
did-you-mean = Did you mean
empty-title = { $kind ->
    [organizations] No organization matches your search.
    [dataservices] No API matches your search.
    [reuses] No reuse matches your search.
    [topics] No topic matches your search.
   *[other] No dataset matches your search.
  }
empty-try = You can:
empty-spelling = check the spelling, or write an acronym in full;
empty-wider = use fewer words, or more general ones;
empty-clear = { $n ->
    [one] remove the active filter
   *[other] remove the { $n } active filters
  }
empty-elsewhere-datasets = { $n ->
    [one] see { $n } dataset that matches
   *[other] see { $n } datasets that match
  }
empty-elsewhere-dataservices = { $n ->
    [one] see { $n } API that matches
   *[other] see { $n } APIs that match
  }
empty-elsewhere-reuses = { $n ->
    [one] see { $n } reuse that matches
   *[other] see { $n } reuses that match
  }
empty-elsewhere-organizations = { $n ->
    [one] see { $n } organization that matches
   *[other] see { $n } organizations that match
  }
empty-elsewhere-topics = { $n ->
    [one] see { $n } topic that matches
   *[other] see { $n } topics that match
  }
empty-ask = This data may exist without being published.
empty-ask-link = Ask for data
empty-ask-producer = This data may exist without being published. You can ask the body that holds it:
empty-ask-producer-link = see the organizations

facet-format_family = Kind of files
facet-format = Format
facet-access_type = Access
facet-last_update = Last update
facet-last_update_range = Last update
facet-producer_type = Type of producer
facet-badge = Label
facet-organization = Organization
facet-organization_id_with_name = Organization
facet-organization_badge = Type of organization
facet-tag = Keyword
facet-license = Licence
facet-schema = Schema
facet-geozone = Territory
facet-granularity = Level of detail
facet-type = Type of reuse
facet-topic = Subject
facet-topics = Topic
facet-temporal_coverage = Period covered
facet-featured = Portal’s selection
facet-owner = Author
facet-q = Search

format-family-tabular = Tables
format-family-machine_readable = Structured data
format-family-geographical = Maps and geography
format-family-documents = Documents
format-family-other = Other

access-type-open = Open to all
access-type-open_with_account = Open with an account
access-type-restricted = Restricted access
access-type-open-explained = Everyone can download and reuse this data.
access-type-open_with_account-explained = Everyone can get this data, after creating an account with the producer.
access-type-restricted-explained = The producer keeps this data for some audiences.
access-request = Ask for access
audience-local_authority_and_administration = Local authorities and administrations:
audience-company_and_association = Companies and associations:
audience-private = Private individuals:
audience-yes = yes
audience-no = no
audience-under_condition = under conditions
access-reason-confidentiality_of_proceedings_of_public_authorities = Reason: confidentiality of the work of public authorities.
access-reason-international_relations_public_security_or_national_defence = Reason: international relations, public security or national defence.
access-reason-course_of_justice_or_fair_trial = Reason: the course of justice.
access-reason-confidentiality_of_commercial_or_industrial_information = Reason: commercial or industrial secrecy.
access-reason-intellectual_property_rights = Reason: intellectual property.
access-reason-confidentiality_of_personal_data = Reason: protection of personal data.
access-reason-protection_of_voluntary_information_suppliers = Reason: protection of those who gave this information of their own accord.
access-reason-protection_of_environment = Reason: protection of the environment, such as rare species.

last-update-last_30_days = Last 30 days
last-update-last_12_months = Last 12 months
last-update-last_3_years = Last 3 years

producer-type-public-service = Public service
producer-type-local-authority = Local authority
producer-type-company = Company
producer-type-association = Association
producer-type-user = Private individual
producer-type-not-specified = Not specified

organization-badge-certified = Verified identity
organization-badge-public-service = Public service
organization-badge-local-authority = Local authority
organization-badge-company = Company
organization-badge-association = Association
badge-certified-explained = The portal’s team has verified the identity of this organization.

badge-hvd = High value
badge-hvd-explained = A high-value dataset under European regulation 2023/138: free of charge, machine readable and available through an API.
badge-spd = Reference data
badge-spd-explained = Part of the public data service: the State guarantees its quality and its availability.
badge-inspire = Inspire
badge-inspire-explained = Geographic data published under the European Inspire directive.
badge-pivotal-data = Pivotal data
badge-pivotal-data-explained = Links other datasets together.
badge-sl = Certified series
badge-sl-explained = Statistics certified by the French official statistics authority.
badge-sr = Statistics of general interest
badge-sr-explained = Statistics recognised as of general interest.

granularity = Level of detail:
granularity-other = other
granularity-poi = point of interest
granularity-country = country
granularity-country-group = group of countries
granularity-country-subset = part of a country
granularity-fr-commune = commune
granularity-fr-epci = group of communes
granularity-fr-departement = département
granularity-fr-region = region
granularity-fr-canton = canton
granularity-fr-collectivite = overseas collectivity
granularity-fr-iris = IRIS neighbourhood
granularity-fr-arrondissement = arrondissement

## Freshness and dates

fresh-ok = Up to date,
fresh-late = Late, updated
fresh-ok-word = Up to date
fresh-late-word = Late
fresh-unknown = No known update date
fresh-age = Updated
published = Published
published-on = Published
modified-on = Last changed
created = Created
period-from = from
period-to = to
period-since = since
period-until = until

# The `ago` filter: $unit is now, minute, hour, day, month or year.
ago = { $unit ->
    [minute] { $n ->
        [one] { $n } minute ago
       *[other] { $n } minutes ago
      }
    [hour] { $n ->
        [one] { $n } hour ago
       *[other] { $n } hours ago
      }
    [day] { $n ->
        [one] yesterday
       *[other] { $n } days ago
      }
    [month] { $n ->
        [one] { $n } month ago
       *[other] { $n } months ago
      }
    [year] { $n ->
        [one] { $n } year ago
       *[other] { $n } years ago
      }
   *[now] just now
  }
ahead = { $unit ->
    [minute] { $n ->
        [one] in { $n } minute
       *[other] in { $n } minutes
      }
    [hour] { $n ->
        [one] in { $n } hour
       *[other] in { $n } hours
      }
    [day] { $n ->
        [one] tomorrow
       *[other] in { $n } days
      }
    [month] { $n ->
        [one] in { $n } month
       *[other] in { $n } months
      }
    [year] { $n ->
        [one] in { $n } year
       *[other] in { $n } years
      }
   *[now] just now
  }
# The `date` and `datetime` filters: all is already in figures, except the month.
date = { $day } { $month } { $year }
datetime = { date } at { $hour }:{ $minute }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
# The `size` and `percent` filters.
size-b = { $n ->
    [one] { $n } byte
   *[other] { $n } bytes
  }
size-kb = { $n } kB
size-mb = { $n } MB
size-gb = { $n } GB
size-tb = { $n } TB
percent = { $n }%

frequency = Update frequency
frequency-next = Update expected on
frequency-continuous = In real time
frequency-oneMinute = Every minute
frequency-fiveMinutes = Every five minutes
frequency-tenMinutes = Every ten minutes
frequency-fifteenMinutes = Every fifteen minutes
frequency-thirtyMinutes = Every half hour
frequency-hourly = Every hour
frequency-bihourly = Every two hours
frequency-trihourly = Every three hours
frequency-twelveHours = Every twelve hours
frequency-severalTimesADay = Several times a day
frequency-threeTimesADay = Three times a day
frequency-semidaily = Twice a day
frequency-daily = Every day
frequency-fiveTimesAWeek = Five times a week
frequency-threeTimesAWeek = Three times a week
frequency-semiweekly = Twice a week
frequency-weekly = Every week
frequency-biweekly = Every two weeks
frequency-threeTimesAMonth = Three times a month
frequency-semimonthly = Twice a month
frequency-monthly = Every month
frequency-bimonthly = Every two months
frequency-quarterly = Every quarter
frequency-threeTimesAYear = Three times a year
frequency-semiannual = Twice a year
frequency-annual = Every year
frequency-biennial = Every two years
frequency-triennial = Every three years
frequency-quadrennial = Every four years
frequency-quinquennial = Every five years
frequency-decennial = Every ten years
frequency-bidecennial = Every twenty years
frequency-tridecennial = Every thirty years
frequency-punctual = Once
frequency-irregular = No regular rhythm
frequency-never = Never
frequency-notPlanned = No update planned
frequency-other = Another rhythm
frequency-unknown = Rhythm not given

## Page of a dataset

published-by = Published by
owner-warning = Published by an individual, on their own initiative and responsibility.
producer-unknown = Unknown producer
notice-deleted = This object was deleted on
notice-private = Draft: only you and your organization see this page.
notice-partial = This portal knows only a part of this record, from other records that mention it. What it does not say is unknown, not missing.
notice-archived = Archived: the producer has not kept this data up to date since
state-archived = Archived
state-private = Draft
glance = At a glance
glance-fresh = Freshness
glance-licence = Licence
glance-size = Content
glance-quality = Quality
glance-used = Use
jumps = On this page
section-about = Description
section-files = Files
section-community = Files from the community
section-quality = Quality of the record
section-dates = Dates
section-reuses = Reuses
section-dataservices = APIs
section-discussions = Discussions
section-use = Use and cite
section-history = History
section-similar = Similar datasets
description-none = The producer has not described this data yet.
community-explained = Offered by people other than the producer, who does not answer for them.
community-by = Added by
files-unknown = This portal does not know which files this dataset holds.
files-none = No file for now.
reuses-none = No one has told of a reuse yet.
discussions-none = No discussion. A question asked here helps everyone.
history-none = No change recorded.
see-all-files = { $n ->
    [one] See the file
   *[other] See the { $n } files
  }
see-all-discussions = See the { $n } discussions
see-all-history = See the whole history
discussion-closed = Closed
message-edited = edited

date-data = The data
date-data-explained = The day at least one file changed.
date-metadata = The record
date-metadata-explained = The day the title, the description or another field changed.
date-check = Last check
date-check-none = Not done yet
date-check-explained = A program asks for each file to know whether it answers.

formats = Formats:
format-unknown = Unknown
resource-type-main = Main files
resource-type-documentation = Documentation
resource-type-update = Updates
resource-type-api = APIs and services
resource-type-code = Source code
resource-type-other = Other files
file-updated = Updated
file-unavailable = Does not answer
file-schema = Schema
file-details = Details and permanent link
file-permalink = Permanent link
file-source = Original address
file-id = Identifier
file-mime = MIME type
file-checksum = { $kind } checksum
file-created = Created
file-modified = Updated
file-status = answer { $code }
file-open = Open
file-download = Download
file-visit = Visit

quality = Quality:
quality-points = { $points } of 9
quality-title = { $points ->
    [one] { $points } quality criterion met out of 9
   *[other] { $points } quality criteria met out of 9
  }
quality-unknown-word = Not scored
quality-unknown = Too little of this record is known here to score it.
quality-formula = The score counts the criteria that are met: each of the nine is worth one point. It judges the record, not the accuracy of the data.
quality-harvested = This record comes from another portal: that is where it can be corrected.
quality-passed = Met:
quality-failed = To complete:
quality-dataset_description_quality = Description of more than 100 characters
quality-dataset_description_quality-mend = Say in a few sentences what the data holds, where it comes from and how to read it.
quality-resources_documentation = Documented files
quality-resources_documentation-mend = Add a description to a file, or a documentation file.
quality-license = Licence given
quality-license-mend = Choose a licence: without one, no one knows what is allowed.
quality-update_frequency = Update frequency given
quality-update_frequency-mend = Announce a rhythm, even “no regular rhythm”.
quality-update_fulfilled_in_time = Update frequency kept
quality-update_fulfilled_in_time-mend = Publish the expected update, or announce a slower rhythm.
quality-has_open_format = At least one open format
quality-has_open_format-mend = Add a version in an open format, such as CSV or JSON.
quality-temporal_coverage = Period covered given
quality-temporal_coverage-mend = Give the first and the last date of the data.
quality-spatial = Territory covered given
quality-spatial-mend = Choose a territory, or at least a level of detail.
quality-all_resources_available = All files answer
quality-all_resources_available-mend = Add a file, or mend the links that no longer answer.

facts = Record
producer = Producer
author = Author
contact = Contact
contact-form = Contact form
contact-role-contact = Contact
contact-role-creator = Creator
contact-role-publisher = Publisher
contact-role-rightsHolder = Rights holder
contact-role-custodian = Custodian
contact-role-distributor = Distributor
contact-role-originator = Originator
contact-role-principalInvestigator = Principal investigator
contact-role-processor = Processor
contact-role-resourceProvider = Provider of the files
contact-role-user = User
licence-unknown = Unknown
licence = Licence
access = Access
period = Period covered
territory = Territory
labels = Labels
tags = Keywords
harvested = Origin
harvested-source = Original portal
harvested-last = Fetched
references = References
identifier = Identifier
machine-readable = For machines

license-lov2 = Licence Ouverte 2.0
license-fr-lo = Licence Ouverte 1.0
license-odc-odbl = ODbL 1.0
license-odc-by = ODC-By 1.0
license-odc-pddl = PDDL 1.0
license-cc-by = CC BY
license-cc-by-sa = CC BY-SA
license-cc-zero = CC0
license-other-open = Other open licence
license-other-at = Other licence, with attribution
license-other-pd = Public domain
license-notspecified = Not specified
license-explained-lov2 = You may copy, change and reuse this data, even commercially, provided you name the source and the date of its last update.
license-explained-fr-lo = You may copy, change and reuse this data, even commercially, provided you name the source and the date of its last update.
license-explained-odc-odbl = You may do anything, even commercially, provided you name the source. If you share an enriched database, it must stay under the same licence.
license-explained-odc-by = You may do anything, even commercially, provided you name the source.
license-explained-odc-pddl = You may do anything, without condition.
license-explained-cc-by = You may do anything, even commercially, provided you name the author and say what you changed.
license-explained-cc-by-sa = You may do anything, even commercially, provided you name the author and keep the same licence.
license-explained-cc-zero = You may do anything, without condition. The author waives their rights.
license-explained-other-open = Reuse is allowed. Read the conditions given by the producer.
license-explained-other-at = Reuse is allowed provided you name the author. Read the conditions given by the producer.
license-explained-other-pd = This data is free of rights.
license-explained-notspecified = The producer has not said what is allowed. Ask before reusing this data.
license-explained-other = Read the text of the licence before reusing this data.

use-intro = These examples work as they are. The permanent link of a file stays the same when the file moves.
use-metadata = The record, as JSON
use-file = The first file
use-doc = Documentation of the catalogue API
cite = Cite this data
cite-intro = Copy this line into your article or your application.
cite-text-undated = { $author }, { $title }, { $site }. { $url } (accessed { $today })
cite-text = { $author } ({ $year }), { $title }, { $site }, data of { $date }. { $url } (accessed { $today })

activity-dataset-created = Dataset created
activity-dataset-updated = Record changed
activity-dataset-deleted = Dataset deleted
activity-dataset-resource-added = File added
activity-dataset-resource-updated = File changed
activity-dataset-resource-deleted = File deleted
activity-dataset-discussed = Message in a discussion
activity-dataset-followed = New follower
activity-reuse-created = Reuse created
activity-reuse-updated = Reuse changed
activity-reuse-deleted = Reuse deleted
activity-reuse-discussed = Message in a discussion
activity-reuse-followed = New follower
activity-dataservice-created = API created
activity-dataservice-updated = API changed
activity-dataservice-deleted = API deleted
activity-dataservice-discussed = Message in a discussion
activity-dataservice-followed = New follower
activity-organization-created = Organization created
activity-organization-updated = Organization changed
activity-organization-followed = New follower
activity-topic-created = Topic created
activity-topic-updated = Topic changed
activity-topic-element-created = Element added
activity-topic-element-updated = Element changed
activity-topic-element-deleted = Element removed
activity-user-followed = New follower

## Other pages

organization-datasets-none = This organization has not published a dataset yet.
members = Members
followers = Followers
website = Website
exports = Exports
export-datasets = Its datasets (CSV)
export-catalog = Its DCAT catalogue (Turtle)

reuse-visit = See the reuse
reuse-datasets = Data used
reuse-datasets-none = The author has not said which data is used.
reuse-dataservices = APIs used
reuse-same-author = By the same author
reuse-type-api = API
reuse-type-application = Application
reuse-type-idea = Idea
reuse-type-news_article = News article
reuse-type-paper = Paper
reuse-type-post = Post
reuse-type-visualization = Visualization
reuse-type-hardware = Connected device
reuse-topic-health = Health
reuse-topic-transport_and_mobility = Transport and mobility
reuse-topic-housing_and_development = Housing and development
reuse-topic-food_and_agriculture = Food and agriculture
reuse-topic-culture_and_recreation = Culture and recreation
reuse-topic-economy_and_business = Economy and business
reuse-topic-environment_and_energy = Environment and energy
reuse-topic-work_and_training = Work and training
reuse-topic-politics_and_public_life = Politics and public life
reuse-topic-safety_and_security = Safety and security
reuse-topic-education_and_research = Education and research
reuse-topic-society_and_demography = Society and demography
reuse-topic-law_and_justice = Law and justice
reuse-topic-open_data_tools = Open data tools
reuse-topic-others = Other subjects

availability = Available { $percent } of the time
api-format = Type
api-availability = Availability
api-rate = Call limit
api-base = Base address
api-doc-technical = Technical documentation
api-doc-machine = OpenAPI description
api-doc-business = Business documentation
api-datasets = Data served
api-datasets-none = The producer has not said which data is served.

topic-by = Topic kept by
topic-datasets-none = No dataset in this topic for now.
topic-wanted = Data wanted
topic-wanted-explained = This topic needs the data below, which no one publishes here yet.

user-since = Member since
user-empty = This person has not published anything in their own name yet.

posts = News
posts-none = No news for now.
post-datasets = Datasets mentioned
post-reuses = Reuses mentioned

api-title = Catalogue API
api-lead = Everything these pages show can be read by a program too, without a key. Addresses and shapes are those of udata: clients of data.gouv.fr work unchanged.
api-specs = Descriptions for machines
api-doors = The other doors
api-rules = Five rules to know
api-rule-open = Reading asks for no key and no account. Writing asks for a key, in the X-API-KEY header.
api-rule-pages = Lists come in pages: page and page_size, then follow next_page.
api-rule-mask = The X-Fields header keeps only the fields you ask for.
api-rule-dates = Dates are ISO 8601, with their time zone.
api-rule-errors = An error says in words what is wrong, in the message or errors field.
api-mcp = For assistants (MCP)
api-mcp-lead = An assistant that speaks the Model Context Protocol can search this catalogue and read its pages, without a key. It sees only what is public and changes nothing. This is the address to give it (HTTP, no session):
api-mcp-how = Many assistants take it from a settings file of this form:
api-mcp-tools = Tools offered to assistants
api-mcp-tool = Tool
api-parameters = Parameters
api-parameter = Parameter
api-place = Place
api-type = Type
api-meaning = Meaning
api-try = Try this address

## Errors

error-code = Error { $code }
error-400-title = There is a mistake in this address
error-400-text = One of the parameters does not have the expected form. Nothing was changed.
error-401-title = This page asks you to sign in
error-401-text = Sign in, and you will come back here.
error-403-title = You do not have access to this page
error-403-text = Your account lacks the rights it needs. Ask an administrator of the organization for them.
error-404-title = This page does not exist
error-404-text = The address may be miscopied, or the page has moved. Search for it by name.
error-410-title = This page was deleted
error-410-text = Its author or the portal withdrew it. It will not come back at this address.
error-410-was = It was called “{ $title }” and was deleted on { $date }.
error-413-title = Too much was sent
error-413-text = The portal takes less at a time. Nothing was changed.
error-429-title = Too many requests in a short time
error-429-text = Wait a minute, then try again. Nothing was lost.
error-500-title = The portal could not answer
error-500-text = The error is ours. It is recorded, and nothing you had saved is lost.
error-503-title = The portal is paused
error-503-text = Maintenance is under way. Come back in a few minutes.
error-search = Search by name
error-suggestions = You may be looking for
error-next = What to do now
error-retry = Try again
error-home = Go back to the home page
error-contact = Write to us
error-browse = Browse the datasets
error-incident = If you write to us, give this number:
