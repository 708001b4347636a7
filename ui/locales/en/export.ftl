download-results = Download these results (CSV)
export-resources = Files (CSV)
export-dataservices = APIs (CSV)
export-discussions = Discussions (CSV)
embed-from = See on { $portal }
embed-this = Show on another site
embed-html = Code to paste into your page
embed-hint = A card that stays up to date, without trackers. Tools that know oEmbed find it by the address of this page.
embed-see = See the card
export-reuses = Reuses (CSV)
download-dataset = Download everything (ZIP, { $size })
section-series = Series
series-of = { $n ->
    [one] This dataset belongs to a series:
   *[other] This dataset belongs to { $n } series:
}
series-members = { $n ->
    [one] This series has one dataset:
   *[other] This series has { $n } datasets:
}
