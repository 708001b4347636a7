download-results = Download these results (CSV)
export-resources = Files (CSV)
export-dataservices = APIs (CSV)
export-discussions = Discussions (CSV)
embed-from = See on { $portal }
export-reuses = Reuses (CSV)
download-dataset = Download everything (ZIP, { $size })
