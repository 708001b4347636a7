//! The table: one line for each operation, in the words of `row`. Each part is a test of its own, so that they
//! run beside each other: a new part needs its test in `mod`.

use super::desk::{DESK, DESK_OF_OTHERS, DESK_OF_PORTAL};

pub const TABLES: [&str; 11] = [
    API_1,
    REUSES,
    PEOPLE,
    ME,
    API_2,
    PAGES,
    DESK,
    DESK_OF_OTHERS,
    DESK_OF_PORTAL,
    HARVEST,
    LAST,
];

/// Sources of the harvest. Anybody reads them; those who run their organization edit them.
pub const HARVEST: &str = r#"
GET /api/1/harvest/backends                                ALL
GET /api/1/harvest/sources                                 ALL
POST /api/1/harvest/sources                                SIGNED_IN:201 with {"name": "S", "url": "https://data.example.com/", "backend": "ckan"}
POST /api/1/harvest/source/preview                         [401,400,400,400,400,400,400,400] with {"name": "S", "backend": "nope"}
GET /api/1/harvest/source/{source}                         ALL
PUT /api/1/harvest/source/{source}                         SOURCE with {"name": "Autre"}
DELETE /api/1/harvest/source/{source}                      SOURCE:204
POST /api/1/harvest/source/{source}/validate               SYSADMIN with {"state": "accepted"}
POST /api/1/harvest/source/{source}/run                    [401,403,400,403,403,403,400,400]
POST /api/1/harvest/source/{source}/schedule               SYSADMIN with "1 2 * * *"
DELETE /api/1/harvest/source/{source}/schedule             SYSADMIN:204
GET /api/1/harvest/source/{source}/preview                 [401,403,200,403,403,200,200,200]
GET /api/1/harvest/source/{source}/jobs                    ALL
GET /admin/me/harvesters                                   DESK
GET /admin/organizations/{organization}/harvesters         [303,403,403,200,200,200,200,200]
GET /admin/site/harvesters                                 DESK_SYSADMIN
GET /admin/harvesters/new                                  DESK
POST /admin/harvesters/new                                 DESK:303 with name=S&url=https%3A%2F%2Fdata.example.com%2F&backend=ckan
GET /admin/harvesters/{source}                             [303,403,200,403,403,200,200,200]
POST /admin/harvesters/{source}                            [303,403,422,403,403,403,422,422] with do=delete
GET /admin/harvesters/{source}/edit                        [303,403,200,403,403,403,200,200]
POST /admin/harvesters/{source}/edit                       [303,403,303,403,403,403,303,303] with name=S&url=https%3A%2F%2Fdata.example.com%2F&backend=ckan
GET /admin/harvesters/{source}/preview                     [303,403,200,403,403,200,200,200]
GET /admin/harvesters/{source}/jobs/{job}                  [303,403,200,403,403,200,200,200]
GET /api/1/harvest/job/{job}                               ALL
GET /api/1/harvest/job/{job}/items                         ALL
"#;

pub const API_1: &str = r#"
# Site and what is common
GET /api/1/site                                            ALL
GET /api/1/site/catalog                                    ALL:302
GET /api/1/site/catalog.{_format}                          ALL at /api/1/site/catalog.ttl
GET /api/1/site/data.{_format}                             ALL:302 at /api/1/site/data.ttl
GET /api/1/site/mqa                                        ALL
GET /api/1/site/mqa/highValue                              ALL
GET /api/1/site/changes                                    ALL
GET /ldes                                                  ALL
GET /api/1/site/context.jsonld                             ALL
ANY /api/1/site/{*rest}                                    404 at /api/1/site/nowhere
PATCH /api/1/site                                          SYSADMIN with {"title": "Vitrail"}
GET /api/1/site/datasets.csv                               ALL at /api/1/site/datasets.csv?fresh=1
GET /api/1/site/datasets.parquet                           ALL at /api/1/site/datasets.parquet?fresh=1
GET /api/1/site/resources.csv                              ALL at /api/1/site/resources.csv?fresh=1
GET /api/1/site/resources.parquet                          ALL at /api/1/site/resources.parquet?fresh=1
GET /api/1/site/organizations.csv                          ALL at /api/1/site/organizations.csv?fresh=1
GET /api/1/site/organizations.parquet                      ALL at /api/1/site/organizations.parquet?fresh=1
GET /api/1/site/reuses.csv                                 ALL at /api/1/site/reuses.csv?fresh=1
GET /api/1/site/reuses.parquet                             ALL at /api/1/site/reuses.parquet?fresh=1
GET /api/1/site/dataservices.csv                           ALL at /api/1/site/dataservices.csv?fresh=1
GET /api/1/site/dataservices.parquet                       ALL at /api/1/site/dataservices.parquet?fresh=1
GET /api/1/site/harvests.csv                               ALL at /api/1/site/harvests.csv?fresh=1
GET /api/1/site/harvests.parquet                           ALL at /api/1/site/harvests.parquet?fresh=1
GET /api/1/site/discussions.csv                            ALL at /api/1/site/discussions.csv?fresh=1
GET /api/1/site/discussions.parquet                        ALL at /api/1/site/discussions.parquet?fresh=1
GET /api/1/site/tags.csv                                   ALL
GET /api/1/site/tags.parquet                               ALL
GET /api/1/activity                                        ALL
GET /api/1/avatars/{identifier}/{size}                     ALL at /api/1/avatars/x/32
GET /api/1/tags/suggest                                    ALL at /api/1/tags/suggest?q=air
GET /api/1/access_type/reason_categories                   ALL
GET /api/1/spatial/levels                                  ALL
GET /api/1/spatial/granularities                           ALL
GET /api/1/spatial/zones/suggest                           ALL at /api/1/spatial/zones/suggest?q=evian
GET /api/1/spatial/zones/{ids}                             ALL at /api/1/spatial/zones/fr:commune:74119
GET /api/1/spatial/zone/{id}                               ALL at /api/1/spatial/zone/fr:commune:74119
GET /api/1/spatial/zone/{id}/datasets                      ALL at /api/1/spatial/zone/fr:commune:74119/datasets
GET /api/1/spatial/coverage/{level}                        ALL at /api/1/spatial/coverage/fr:commune
GET /api/1/swagger.json                                    ALL
GET /metrics-api/api/{model}/data                          ALL at /metrics-api/api/datasets/data
GET /metrics-api/api/{model}/data/csv                      ALL at /metrics-api/api/site_total/data/csv
GET /api/openapi.json                                      ALL
# What clients of CKAN ask
GET /api/3                                                 ALL
GET /api/3/action/{name}                                   ALL at /api/3/action/status_show
POST /api/3/action/{name}                                  ALL at /api/3/action/package_list with {}
GET /api/action/{name}                                     ALL at /api/action/status_show
POST /api/action/{name}                                    403 at /api/action/package_create with {"name": "x"}
GET /api/2/util/{what}/{autocomplete}                      ALL at /api/2/util/dataset/autocomplete?incomplete=a
GET /api/util/{what}/{autocomplete}                        ALL at /api/util/tag/autocomplete?incomplete=a
ANY /api/{*rest}                                           404 at /api/1/nowhere

# Datasets and their files
GET /api/1/datasets                                        ALL
GET /api/1/datasets/recent.atom                            ALL
GET /api/1/datasets/badges                                 ALL
GET /api/1/datasets/extensions                             ALL
GET /api/1/datasets/frequencies                            ALL
GET /api/1/datasets/licenses                               ALL
GET /api/1/datasets/resource_types                         ALL
GET /api/1/datasets/schemas                                ALL
GET /api/1/datasets/suggest                                ALL at /api/1/datasets/suggest?q=jeu
GET /api/1/datasets/suggest/formats                        ALL at /api/1/datasets/suggest/formats?q=csv
GET /api/1/datasets/suggest/mime                           ALL at /api/1/datasets/suggest/mime?q=csv
GET /api/1/datasets/{dataset}                              LIFE
POST /api/1/datasets                                       SIGNED_IN:201 with {"title": "Écoles", "description": "Une liste"}
PUT /api/1/datasets/{dataset}                              EDITED with {"title": "Autre titre"}
DELETE /api/1/datasets/{dataset}                           EDITED:204
GET /api/1/datasets/{dataset}/rdf                          LIFE:302
GET /api/1/datasets/{dataset}/rdf.{_format}                LIFE at /api/1/datasets/{dataset}/rdf.ttl
GET /api/1/datasets/{dataset}/mqa                          LIFE
GET /api/1/datasets/{dataset}/archive.zip                  LIFE
GET /api/1/datasets/{dataset}/versions                     LIFE
GET /api/1/datasets/{dataset}/versions/{number}            LIFE:404 at /api/1/datasets/{dataset}/versions/9
POST /api/1/datasets/{dataset}/versions/{number}/restore   EDITED:404 at /api/1/datasets/{dataset}/versions/9/restore
POST /api/1/datasets/{dataset}/featured                    SYSADMIN
DELETE /api/1/datasets/{dataset}/featured                  SYSADMIN
POST /api/1/datasets/{dataset}/badges                      SYSADMIN:201 with {"kind": "spd"}
DELETE /api/1/datasets/{dataset}/badges/{badge}            SYSADMIN:404 at /api/1/datasets/{dataset}/badges/sl
POST /api/1/datasets/{dataset}/resources                   EDITED:201 with {"title": "a", "url": "https://www.example.com/a"}
PUT /api/1/datasets/{dataset}/resources                    EDITED:400 with []
PUT /api/1/datasets/{dataset}/resources/{resource}         EDITED with {"title": "Autre"}
DELETE /api/1/datasets/{dataset}/resources/{resource}      EDITED:204
GET /api/1/datasets/{dataset}/resources/{resource}         LIFE
GET /api/1/datasets/{id}/followers                         LIFE at /api/1/datasets/{dataset}/followers
POST /api/1/datasets/{id}/followers  public SIGNED_IN:201, draft [401,404,201,201,201,201,201,201], deleted [401,410,201,201,201,201,201,201], archived SIGNED_IN:201 at /api/1/datasets/{dataset}/followers
DELETE /api/1/datasets/{id}/followers  [401,404,404,404,404,404,404,404] at /api/1/datasets/{dataset}/followers
GET /api/1/datasets/r/{resource}                           LIFE:302
GET /datasets/r/{resource}                                 LIFE:302
GET /fr/datasets/r/{resource}                              LIFE:302
GET /en/datasets/r/{resource}                              LIFE:302
GET /api/1/datasets/community_resources                    ALL
GET /api/1/datasets/community_resources/{community}        ALL
POST /api/1/datasets/community_resources                   SIGNED_IN:400 with {"title": "a", "url": "https://www.example.com/a"}
PUT /api/1/datasets/community_resources/{community}        [401,403,200,403,403,200,200,200] with {"title": "Autre"}
DELETE /api/1/datasets/community_resources/{community}     [401,403,204,403,403,204,204,204]
POST /api/1/datasets/community_resources/{community}/upload [401,403,400,403,403,400,400,400]
POST /api/1/datasets/{dataset}/upload/community            SIGNED_IN:400

"#;

pub const REUSES: &str = r#"
# Reuses
GET /api/1/reuses                                          ALL
GET /api/1/reuses/recent.atom                              ALL
GET /api/1/reuses/badges                                   ALL
GET /api/1/reuses/topics                                   ALL
GET /api/1/reuses/types                                    ALL
GET /api/1/reuses/suggest                                  ALL at /api/1/reuses/suggest?q=re
GET /api/1/reuses/{reuse}                                  LIFE
POST /api/1/reuses                                         SIGNED_IN:201 at /api/1/reuses?x={reuse} with {"title": "t", "description": "d", "type": "api", "topic": "health", "url": "https://www.example.com/new-{reuse}"}
PUT /api/1/reuses/{reuse}                                  EDITED with {"title": "Autre"}
DELETE /api/1/reuses/{reuse}                               EDITED:204
POST /api/1/reuses/{reuse}/datasets                        EDITED with {"id": "{dataset}"}
POST /api/1/reuses/{reuse}/dataservices                    EDITED:201 with {"id": "{dataservice}"}
POST /api/1/reuses/{reuse}/image                           EDITED:400
POST /api/1/reuses/{reuse}/featured                        SYSADMIN
DELETE /api/1/reuses/{reuse}/featured                      SYSADMIN
POST /api/1/reuses/{reuse}/badges                          SYSADMIN:400 with {"kind": "x"}
DELETE /api/1/reuses/{reuse}/badges/{badge}                SYSADMIN:404 at /api/1/reuses/{reuse}/badges/x
GET /api/1/reuses/{reuse}/versions  LIFE
GET /api/1/reuses/{reuse}/versions/{number}  LIFE:404 at /api/1/reuses/{reuse}/versions/9
POST /api/1/reuses/{reuse}/versions/{number}/restore  EDITED:404 at /api/1/reuses/{reuse}/versions/9/restore
GET /api/1/reuses/{id}/followers                           LIFE at /api/1/reuses/{reuse}/followers
POST /api/1/reuses/{id}/followers  public SIGNED_IN:201, draft [401,404,201,201,201,201,201,201], deleted [401,410,201,201,201,201,201,201], archived SIGNED_IN:201 at /api/1/reuses/{reuse}/followers
DELETE /api/1/reuses/{id}/followers  [401,404,404,404,404,404,404,404] at /api/1/reuses/{reuse}/followers

# Dataservices
GET /api/1/dataservices                                    ALL
GET /api/1/dataservices/recent.atom                        ALL
GET /api/1/dataservices/suggest                            ALL at /api/1/dataservices/suggest?q=api
GET /api/1/dataservices/{dataservice}                      LIFE
GET /api/1/dataservices/{dataservice}/rdf                  LIFE:302
GET /api/1/dataservices/{dataservice}/rdf.{_format}        LIFE at /api/1/dataservices/{dataservice}/rdf.ttl
POST /api/1/dataservices                                   SIGNED_IN:201 with {"title": "Une autre"}
PATCH /api/1/dataservices/{dataservice}                    EDITED with {"title": "Autre"}
DELETE /api/1/dataservices/{dataservice}                   EDITED:204
POST /api/1/dataservices/{dataservice}/datasets            EDITED:201 with [{"id": "{dataset}"}]
DELETE /api/1/dataservices/{dataservice}/datasets/{dataset}  EDITED:404
POST /api/1/dataservices/{dataservice}/featured            SYSADMIN
DELETE /api/1/dataservices/{dataservice}/featured          SYSADMIN
GET /api/1/dataservices/{dataservice}/versions  LIFE
GET /api/1/dataservices/{dataservice}/versions/{number}  LIFE:404 at /api/1/dataservices/{dataservice}/versions/9
POST /api/1/dataservices/{dataservice}/versions/{number}/restore  EDITED:404 at /api/1/dataservices/{dataservice}/versions/9/restore
GET /api/1/dataservices/{id}/followers                     LIFE at /api/1/dataservices/{dataservice}/followers
POST /api/1/dataservices/{id}/followers  public SIGNED_IN:201, draft [401,404,201,201,201,201,201,201], deleted [401,410,201,201,201,201,201,201], archived SIGNED_IN:201 at /api/1/dataservices/{dataservice}/followers
DELETE /api/1/dataservices/{id}/followers  [401,404,404,404,404,404,404,404] at /api/1/dataservices/{dataservice}/followers

"#;

pub const PEOPLE: &str = r#"
# Organizations
GET /api/1/organizations                                   ALL
GET /api/1/organizations/badges                            ALL
GET /api/1/organizations/roles                             ALL
GET /api/1/organizations/suggest                           ALL at /api/1/organizations/suggest?q=org
GET /api/1/organizations/{organization}                    public ALL, deleted GONE_BUT_ADMINS
POST /api/1/organizations                                  SIGNED_IN:201 with {"name": "Ville", "description": "Une commune"}
PUT /api/1/organizations/{organization}                    RUN with {"description": "Autre"}
DELETE /api/1/organizations/{organization}                 RUN:204
GET /api/1/organizations/{organization}/versions  public ALL, deleted GONE_BUT_ADMINS
GET /api/1/organizations/{organization}/versions/{number}  public ALL:404, deleted GONE_BUT_ADMINS:404 at /api/1/organizations/{organization}/versions/9
POST /api/1/organizations/{organization}/versions/{number}/restore  RUN:404 at /api/1/organizations/{organization}/versions/9/restore
POST /api/1/organizations/{organization}/logo              RUN:400
PUT /api/1/organizations/{organization}/logo               RUN:400
POST /api/1/organizations/{organization}/badges            SYSADMIN:201 with {"kind": "company"}
DELETE /api/1/organizations/{organization}/badges/{badge}  SYSADMIN:404 at /api/1/organizations/{organization}/badges/company
GET /api/1/organizations/{organization}/catalog            public ALL:302, deleted GONE_BUT_ADMINS:302
GET /api/1/organizations/{organization}/catalog.{_format}  public ALL, deleted GONE_BUT_ADMINS at /api/1/organizations/{organization}/catalog.ttl
GET /api/1/organizations/{organization}/mqa                public ALL, deleted GONE_BUT_ADMINS
GET /api/1/organizations/{organization}/mqa/{indicator}    public ALL, deleted GONE_BUT_ADMINS at /api/1/organizations/{organization}/mqa/licenceAvailability
GET /api/1/organizations/{organization}/datasets           public ALL, deleted GONE_BUT_ADMINS
GET /api/1/organizations/{organization}/datasets.csv        public ALL, deleted GONE_BUT_ADMINS
GET /api/1/organizations/{organization}/datasets.parquet   public ALL, deleted GONE_BUT_ADMINS
GET /api/1/organizations/{organization}/datasets-resources.csv public ALL, deleted GONE_BUT_ADMINS
GET /api/1/organizations/{organization}/datasets-resources.parquet public ALL, deleted GONE_BUT_ADMINS
GET /api/1/organizations/{organization}/dataservices.csv    public ALL, deleted GONE_BUT_ADMINS
GET /api/1/organizations/{organization}/dataservices.parquet public ALL, deleted GONE_BUT_ADMINS
GET /api/1/organizations/{organization}/reuses.csv         public ALL, deleted GONE_BUT_ADMINS
GET /api/1/organizations/{organization}/reuses.parquet     public ALL, deleted GONE_BUT_ADMINS
GET /api/1/organizations/{organization}/discussions.csv     public ALL, deleted GONE_BUT_ADMINS
GET /api/1/organizations/{organization}/discussions.parquet public ALL, deleted GONE_BUT_ADMINS
GET /api/1/organizations/{organization}/reuses             public ALL, deleted GONE_BUT_ADMINS
GET /api/1/organizations/{organization}/discussions        public ALL, deleted GONE_BUT_ADMINS
GET /api/1/organizations/{organization}/contacts           public ALL, deleted GONE_BUT_ADMINS
GET /api/1/organizations/{organization}/contacts/suggest   public ALL, deleted GONE_BUT_ADMINS at /api/1/organizations/{organization}/contacts/suggest?q=c
GET /api/1/organizations/{organization}/membership         public ADMINS, deleted [401,410,410,410,410,410,200,200]
POST /api/1/organizations/{organization}/membership        public [401,201,201,400,400,400,400,201], deleted GONE_TO_WRITE with {"comment": "Je travaille ici"}
POST /api/1/organizations/{organization}/membership/{id}/accept  RUN:404 at /api/1/organizations/{organization}/membership/{resource}/accept
POST /api/1/organizations/{organization}/membership/{id}/refuse  RUN:404 at /api/1/organizations/{organization}/membership/{resource}/refuse with {"comment": "Non"}
POST /api/1/organizations/{organization}/membership/{id}/cancel  RUN:404 at /api/1/organizations/{organization}/membership/{resource}/cancel
POST /api/1/organizations/{organization}/member            RUN:201 with {"email": "somebody@example.org"}
PUT /api/1/organizations/{organization}/member/{user}      public ADMINS at /api/1/organizations/{organization}/member/{editor} with {"role": "admin"}
DELETE /api/1/organizations/{organization}/member/{user}   public ADMINS:204 at /api/1/organizations/{organization}/member/{editor}
PUT /api/1/organizations/{organization}/member/{user}/assignments  public ADMINS at /api/1/organizations/{organization}/member/{partial}/assignments with []
GET /api/1/organizations/{organization}/assignments        public ADMINS, deleted [401,410,410,410,410,410,200,200]
GET /api/1/organizations/{id}/followers                    public ALL, deleted GONE_BUT_ADMINS at /api/1/organizations/{organization}/followers
POST /api/1/organizations/{id}/followers  public SIGNED_IN:201, deleted [401,410,410,410,410,410,201,201] at /api/1/organizations/{organization}/followers
DELETE /api/1/organizations/{id}/followers  [401,404,404,404,404,404,404,404] at /api/1/organizations/{organization}/followers

# People, posts, discussions, contacts, what waits
GET /api/1/users                                           SYSADMIN
GET /api/1/users/roles                                     ALL
GET /api/1/users/suggest                                   ALL at /api/1/users/suggest?q=ed
POST /api/1/users                                          SYSADMIN:201 with {"first_name": "Ada", "last_name": "Byron", "email": "ada@example.org"}
PUT /api/1/users/{user}                                    public SYSADMIN, deleted [401,403,403,403,403,403,403,410] with {"about": "Bonjour"}
DELETE /api/1/users/{user}                                 public SYSADMIN:204, deleted [401,403,403,403,403,403,403,410] at /api/1/users/{leaver}
GET /api/1/users/{user}                                    public ALL, deleted GONE_BUT_SYSADMIN
POST /api/1/users/{user}/avatar                            public SYSADMIN:400, deleted [401,403,403,403,403,403,403,410]
POST /api/1/users/{user}/rotate_password                   public SYSADMIN:204, deleted [401,403,403,403,403,403,403,410] at /api/1/users/{leaver}/rotate_password
GET /api/1/users/{user}/contacts                           public ALL, deleted GONE_BUT_SYSADMIN
GET /api/1/users/{id}/followers                            public ALL, deleted GONE_BUT_SYSADMIN at /api/1/users/{user}/followers
POST /api/1/users/{id}/followers                           SIGNED_IN:201 at /api/1/users/{someone}/followers
POST /api/1/users/{id}/followers                           deleted [401,410,410,410,410,410,410,201] at /api/1/users/{user}/followers
DELETE /api/1/users/{id}/followers                         [401,404,404,404,404,404,404,404] at /api/1/users/{someone}/followers
GET /api/1/posts                                           ALL
GET /api/1/posts/recent.atom                               ALL
GET /api/1/posts/{post}                                    public ALL, draft HIDDEN_BUT_SYSADMIN
POST /api/1/posts                                          SYSADMIN:201 with {"name": "Nouvelle"}
PUT /api/1/posts/{post}                                    SYSADMIN with {"name": "Autre"}
DELETE /api/1/posts/{post}                                 SYSADMIN:204
POST /api/1/posts/{post}/image                             SYSADMIN:400
PUT /api/1/posts/{post}/image                              SYSADMIN:400
POST /api/1/posts/{post}/publish                           SYSADMIN
DELETE /api/1/posts/{post}/publish                         SYSADMIN
GET /api/1/discussions                                     ALL
GET /api/1/discussions/{discussion}                        public ALL, draft READERS, archived ALL
POST /api/1/discussions                                    public SIGNED_IN:201, draft [401,400,201,201,201,201,201,201], deleted SIGNED_IN:400, archived SIGNED_IN:201 at /api/1/discussions?x={dataset} with {"title": "t", "comment": "c", "subject": {"class": "Dataset", "id": "{dataset}"}}
POST /api/1/discussions/{discussion}                       public SIGNED_IN, draft [401,404,200,200,200,200,200,200], archived SIGNED_IN with {"comment": "c"}
PUT /api/1/discussions/{discussion}                        public [401,403,200,403,403,403,403,200], draft [401,404,200,403,403,403,403,200] with {"title": "t"}
DELETE /api/1/discussions/{discussion}                     public [401,403,204,403,403,403,403,204], draft [401,404,204,403,403,403,403,204]
PUT /api/1/discussions/{discussion}/comments/{comment}     public [401,403,200,403,403,403,403,200], draft [401,404,200,403,403,403,403,200] at /api/1/discussions/{discussion}/comments/0 with {"comment": "c"}
DELETE /api/1/discussions/{discussion}/comments/{comment}  public [401,403,400,403,403,403,403,400], draft [401,404,400,403,403,403,403,400] at /api/1/discussions/{discussion}/comments/0
GET /api/1/contacts/roles                                  ALL
GET /api/1/contacts/{contact}                              ALL
POST /api/1/contacts                                       SIGNED_IN:201 with {"name": "Service {resource}", "role": "publisher"}
PUT /api/1/contacts/{contact}                              [401,403,200,403,403,200,200,200] with {"name": "Autre"}
DELETE /api/1/contacts/{contact}                           [401,403,204,403,403,204,204,204]
GET /api/1/reports                                         SYSADMIN
POST /api/1/reports                                        public ALL:201, draft [400,400,201,201,201,201,201,201] at /api/1/reports?x={dataset} with {"subject": {"class": "Dataset", "id": "{dataset}"}, "reason": "spam"}
PATCH /api/1/reports/{report}                              SYSADMIN:404 at /api/1/reports/{dataset} with {"dismissed_at": null}
GET /api/1/reports/reasons                                 ALL
GET /api/1/reports/{report}                                SYSADMIN:404 at /api/1/reports/{dataset}
GET /api/1/webhooks                                        ADMINS at /api/1/webhooks?organization={organization}
GET /api/1/webhooks/events                                 ALL
POST /api/1/webhooks                                       ADMINS:201 at /api/1/webhooks?organization={organization} with {"url": "https://www.example.com/hook"}
GET /api/1/webhooks/{webhook}                              SIGNED_IN:404 at /api/1/webhooks/{dataset}
DELETE /api/1/webhooks/{webhook}                           SIGNED_IN:404 at /api/1/webhooks/{dataset}
POST /api/1/webhooks/{webhook}/enable                      SIGNED_IN:404 at /api/1/webhooks/{dataset}/enable
GET /api/1/webhooks/{webhook}/calls                        SIGNED_IN:404 at /api/1/webhooks/{dataset}/calls
POST /api/1/webhooks/{webhook}/calls/{call}/replay         SIGNED_IN:404 at /api/1/webhooks/{dataset}/calls/{dataset}/replay
GET /api/1/moderation                                      SYSADMIN
POST /api/1/moderation/{class}/{id}/keep                   SYSADMIN:404 at /api/1/moderation/Dataset/{dataset}/keep
POST /api/1/moderation/{class}/{id}/remove                 SYSADMIN:404 at /api/1/moderation/Dataset/{dataset}/remove
GET /api/1/notifications                                   SIGNED_IN
POST /api/1/notifications/{notification}/read              SIGNED_IN:404 at /api/1/notifications/{resource}/read
GET /api/1/transfer                                        SIGNED_IN at /api/1/transfer?subject={dataset}
POST /api/1/transfer                                       public [401,403,201,403,403,403,201,201], draft [401,400,201,403,403,403,201,201], deleted [401,410,410,410,410,410,410,410] at /api/1/transfer?of={dataset} with {"subject": {"class": "Dataset", "id": "{dataset}"}, "recipient": {"class": "User", "id": "{other}"}, "comment": "Pour toi"}
POST /api/1/transfer/{transfer}                            SIGNED_IN:404 at /api/1/transfer/{dataset} with {"response": "accept"}
GET /api/1/transfer/{transfer}                             SIGNED_IN:404 at /api/1/transfer/{dataset}
"#;

pub const ME: &str = r#"
GET /api/1/me                                              SIGNED_IN
PUT /api/1/me                                              SIGNED_IN with {"about": "Bonjour"}
POST /api/1/me/avatar                                      SIGNED_IN:400
POST /api/1/me/api_tokens                                  SIGNED_IN:201 with {"name": "script"}
DELETE /api/1/me/api_tokens/{token}                        SIGNED_IN:404 at /api/1/me/api_tokens/{dataset}
GET /api/1/me/datasets                                     SIGNED_IN
GET /api/1/me/reuses                                       SIGNED_IN
GET /api/1/me/metrics                                      SIGNED_IN
GET /api/1/me/org_datasets                                 SIGNED_IN
GET /api/1/me/org_reuses                                   SIGNED_IN
GET /api/1/me/org_community_resources                      SIGNED_IN
GET /api/1/me/org_discussions                              SIGNED_IN
GET /api/1/me/api_tokens                                   SIGNED_IN
GET /api/1/me/org_invitations                              SIGNED_IN
POST /api/1/me/org_invitations/{id}/accept                 SIGNED_IN:404 at /api/1/me/org_invitations/{resource}/accept
POST /api/1/me/org_invitations/{id}/refuse                 SIGNED_IN:404 at /api/1/me/org_invitations/{resource}/refuse
GET /api/2/me/org_topics                                   SIGNED_IN
"#;

pub const API_2: &str = r#"
GET /api/2/swagger.json                                    ALL
GET /api/2/datasets                                        ALL
GET /api/2/datasets/search                                 ALL
GET /api/2/datasets/{dataset}                              LIFE
GET /api/2/datasets/{dataset}/extras                       LIFE
POST /api/1/datasets/{dataset}/upload                      EDITED:400
POST /api/1/datasets/{dataset}/resources/{resource}/upload EDITED:400
PUT /api/2/datasets/{dataset}/extras                       EDITED with {"a": 1}
DELETE /api/2/datasets/{dataset}/extras                    EDITED:204 with []
PUT /api/2/datasets/{dataset}/resources/{resource}/extras  EDITED with {"a": 1}
DELETE /api/2/datasets/{dataset}/resources/{resource}/extras  EDITED:204 with []
GET /api/2/datasets/{dataset}/schemas                      LIFE
GET /api/2/datasets/{dataset}/resources                    LIFE
GET /api/2/datasets/{dataset}/resources/{resource}/extras  LIFE
GET /api/2/datasets/resources/{resource}                   LIFE
GET /api/2/reuses                                          ALL
GET /api/2/reuses/search                                   ALL
GET /api/2/dataservices/search                             ALL
GET /api/2/dataservices/{dataservice}                      LIFE
GET /api/2/organizations/search                            ALL
GET /api/2/datasets/search.csv                             ALL
GET /api/2/datasets/search.parquet                         ALL
GET /api/2/reuses/search.csv                               ALL
GET /api/2/reuses/search.parquet                           ALL
GET /api/2/dataservices/search.csv                         ALL
GET /api/2/dataservices/search.parquet                     ALL
GET /api/2/organizations/search.csv                        ALL
GET /api/2/organizations/search.parquet                    ALL
GET /api/2/organizations/{organization}/extras             public ALL, deleted GONE_BUT_ADMINS
PUT /api/2/organizations/{organization}/extras             RUN with {"a": 1}
DELETE /api/2/organizations/{organization}/extras          RUN:204 with []
GET /api/2/topics                                          ALL
GET /api/1/topics/{topic}/versions  public ALL, draft READERS
GET /api/1/topics/{topic}/versions/{number}  public ALL:404, draft READERS:404 at /api/1/topics/{topic}/versions/9
POST /api/1/topics/{topic}/versions/{number}/restore  public EDITORS:404, draft DRAFT_EDITORS:404 at /api/1/topics/{topic}/versions/9/restore
GET /api/2/topics/search                                   ALL
GET /api/2/topics/{topic}                                  public ALL, draft READERS
POST /api/2/topics                                         SIGNED_IN:201 with {"name": "Air pur"}
PUT /api/2/topics/{topic}                                  public EDITORS, draft DRAFT_EDITORS with {"name": "Autre"}
DELETE /api/2/topics/{topic}                               public EDITORS:204, draft DRAFT_EDITORS:204
POST /api/2/topics/{topic}/featured                        SYSADMIN
DELETE /api/2/topics/{topic}/featured                      SYSADMIN
POST /api/2/topics/{topic}/elements                        public EDITORS:201, draft DRAFT_EDITORS:201 with [{"title": "Donnée manquante"}]
DELETE /api/2/topics/{topic}/elements                      public EDITORS:204, draft DRAFT_EDITORS:204
PUT /api/2/topics/{topic}/elements/{element}               public EDITORS, draft DRAFT_EDITORS with {"title": "Autre"}
DELETE /api/2/topics/{topic}/elements/{element}            public EDITORS:204, draft DRAFT_EDITORS:204
GET /api/2/topics/{topic}/elements                         public ALL, draft READERS
GET /api/2/topics/{id}/followers                           public ALL, draft READERS at /api/2/topics/{topic}/followers
POST /api/2/topics/{id}/followers  public SIGNED_IN:201, draft [401,404,201,201,201,201,201,201] at /api/2/topics/{topic}/followers
DELETE /api/2/topics/{id}/followers  [401,404,404,404,404,404,404,404] at /api/2/topics/{topic}/followers
GET /api/2/discussions/search                              ALL
GET /api/2/posts/search                                    ALL
"#;

pub const PAGES: &str = r"
# Portal
GET /                                                      ALL
GET /api                                                   ALL
GET /api/1                                                 ALL
GET /api/2                                                 ALL
GET /health                                                ALL
GET /robots.txt                                            ALL
GET /sparql                                                404
POST /sparql                                               404
GET /mcp                                                   405
POST /mcp                                                  400 with {}
GET /oai                                                   ALL at /oai?verb=Identify
POST /oai                                                  ALL
GET /data.json                                             ALL
GET /opensearch.xml                                        ALL
GET /sitemap.xml                                           ALL
GET /sitemap_index.xml                                     ALL
GET /sitemaps/{file}                                       ALL at /sitemaps/datasets-1.xml
GET /logo                                                  404
GET /favicon.svg                                           ALL
GET /favicon.ico                                           308
GET /assets/{*file}                                        404 at /assets/manifest.json
GET /pages/{page}                                          ALL at /pages/legal
GET /_themes/gouvfr/img/placeholders/{image}               307 at /_themes/gouvfr/img/placeholders/x.png
GET /fr                                                    308
GET /en                                                    308
GET /es                                                    308
GET /fr/{*rest}                                            308 at /fr/datasets
GET /en/{*rest}                                            308 at /en/datasets
GET /es/{*rest}                                            308 at /es/datasets

# Accounts
GET  /setup/{secret}                                       404
POST /setup/{secret}                                       404 with first_name=
GET  /login                                                ALL
POST /login                                                422 with email=nobody@example.org&password=x
GET  /register                                             ALL
POST /register                                             422 with email=x
GET  /confirm                                              ALL
POST /confirm                                              422 with email=x
GET  /confirm/{secret}                                     404
POST /confirm/{secret}                                     404 with x=
GET  /reset                                                ALL
POST /reset                                                422 with email=x
GET  /reset/{secret}                                       404
POST /reset/{secret}                                       404 with password=x
GET  /verify                                               [303,200,200,200,200,200,200,200]
POST /verify                                               [303,422,422,422,422,422,422,422] with password=x
GET  /change                                               [303,200,200,200,200,200,200,200]
POST /change                                               [303,422,422,422,422,422,422,422] with password=x
GET  /change-email                                         [303,200,200,200,200,200,200,200]
POST /change-email                                         [303,422,422,422,422,422,422,422] with new_email=x
GET  /confirm-change-email/{secret}                        404
POST /confirm-change-email/{secret}                        404 with x=
GET  /account                                              [303,200,200,200,200,200,200,200]
GET  /account/name                                         [303,200,200,200,200,200,200,200]
POST /account/name                                         [303,422,422,422,422,422,422,422] with first_name=
POST /account/sessions/end                                 [401,303,303,303,303,303,303,303]
POST /account/sessions/{session}/end                       [401,404,404,404,404,404,404,404] at /account/sessions/53699d0ea3a729239d205b2e/end
GET  /account/follows                                      [303,200,200,200,200,200,200,200]
POST /account/mails                                        [303,422,422,422,422,422,422,422] with mails=x
POST /account/searches/{id}/end                            [303,404,404,404,404,404,404,404] at /account/searches/53699d0ea3a729239d205b2e/end
POST /follow/{kind}/{id}                                   public 303, draft [303,404,303,303,303,303,303,303] at /follow/datasets/{dataset}
POST /unfollow/{kind}/{id}                                 303 at /unfollow/datasets/{dataset}
POST /follow-search                                        303 with kind=datasets&query=q
GET  /account/webhooks                                     [303,200,200,200,200,200,200,200]
POST /account/webhooks                                     [303,422,422,422,422,422,422,422] with url=x
GET  /account/webhooks/{webhook}                           [303,404,404,404,404,404,404,404] at /account/webhooks/53699d0ea3a729239d205b2e
POST /account/webhooks/{webhook}/end                       [303,404,404,404,404,404,404,404] at /account/webhooks/53699d0ea3a729239d205b2e/end
POST /account/webhooks/{webhook}/enable                    [303,404,404,404,404,404,404,404] at /account/webhooks/53699d0ea3a729239d205b2e/enable
POST /account/webhooks/{webhook}/calls/{call}/replay       [303,404,404,404,404,404,404,404] at /account/webhooks/53699d0ea3a729239d205b2e/calls/53699d0ea3a729239d205b2e/replay
GET  /report/{kind}/{id}                                   public ALL, draft READERS, deleted READERS, archived ALL at /report/datasets/{dataset}
POST /report/{kind}/{id}                                   public ALL, draft READERS at /report/datasets/{dataset} with reason=spam&message=Non
GET  /statistics                                           ALL
POST /found                                                303 with found=yes&page=search
GET  /thanks                                               ALL
GET  /unsubscribe/{secret}                                 404
POST /unsubscribe/{secret}                                 404 with x=
GET  /discuss/{kind}/{id}                                  public [303,200,200,200,200,200,200,200], draft [303,404,200,200,200,200,200,200] at /discuss/datasets/{dataset}
POST /discuss/{kind}/{id}                                  public [303,422,422,422,422,422,422,422], draft [303,404,422,422,422,422,422,422] at /discuss/datasets/{dataset} with title=
GET  /discussions/{discussion}                             public ALL, draft READERS
POST /discussions/{discussion}                             public [303,422,422,422,422,422,422,422], draft [303,404,422,422,422,422,422,422] with comment=
GET  /discussions/{discussion}/messages/{message}          [303,404,404,404,404,404,404,404] at /discussions/{discussion}/messages/x
POST /discussions/{discussion}/messages/{message}          [303,404,404,404,404,404,404,404] at /discussions/{discussion}/messages/x with comment=x
GET  /account/profile                                      [303,200,200,200,200,200,200,200]
POST /account/profile                                      [303,422,422,422,422,422,422,422] with website=x
GET  /account/delete                                       [303,200,200,200,200,200,200,200]
POST /account/delete                                       [303,422,422,422,422,422,422,422] with password=x
GET  /account/tokens                                       [303,200,200,200,200,200,200,200]
POST /account/tokens                                       [303,422,422,422,422,422,422,422] with expires_at=x
POST /account/tokens/{token}/end                           SIGNED_IN:404 at /account/tokens/53699d0ea3a729239d205b2e/end
POST /account/applications/{application}/end               SIGNED_IN:404 at /account/applications/53699d0ea3a729239d205b2e/end
GET  /account/second-factor                                [303,200,200,200,200,200,200,200]
POST /account/second-factor                                303 with x=
POST /account/second-factor/confirm                        [303,422,422,422,422,422,422,422] with code=x
POST /account/second-factor/codes                          [303,422,422,422,422,422,422,422] with password=x
POST /account/second-factor/end                            [303,422,422,422,422,422,422,422] with password=x
GET  /tf-validate                                          303
POST /tf-validate                                          422 with code=x
GET  /tf-rescue                                            303
POST /tf-rescue                                            422 with code=x
GET  /tf-setup                                             303
POST /tf-setup                                             [303,401,401,401,401,401,401,401] with setup=authenticator
GET  /tf-select                                            303
POST /tf-select                                            400 with which=authenticator
GET  /api/1/proconnect/login                               404
GET  /oidc/login                                           404
GET  /oidc/callback                                        404
GET  /captcha/challenge                                    ALL
GET  /get-csrf                                             ALL
POST /logout                                               303

# Applications
GET  /oauth/authorize                                      400
POST /oauth/authorize                                      400 with accept=1
GET  /oauth/client_info                                    400
GET  /oauth/error                                          400 at /oauth/error?error=access_denied
POST /oauth/token                                          401 with grant_type=client_credentials
POST /oauth/revoke                                         401 with token=x
GET  /.well-known/oauth-authorization-server               ALL

# Objects
GET /datasets                                              ALL
GET /datasets/search                                       ALL
GET /datasets/recent.atom                                  ALL
GET /embeds/{kind}/{key}                                   LIFE at /embeds/datasets/{dataset}
GET /oembed                                                400
GET /nuxt-api/oembed                                       400
GET /datasets/search.atom                                  ALL
GET /dataservices/search.atom                              ALL
GET /reuses/search.atom                                    ALL
GET /organizations/search.atom                             ALL
GET /topics/search.atom                                    ALL
GET /datasets/{dataset}/recent.atom                        LIFE
GET /organizations/{organization}/recent.atom              public ALL, deleted GONE_BUT_ADMINS
GET /topics/{topic}/recent.atom                            public ALL, draft READERS
GET /datasets/{dataset}                                    LIFE
GET /dataset                                               ALL:301
GET /organization                                          ALL:301
GET /group                                                 ALL:301
GET /feeds/dataset.atom                                    ALL:301
GET /feeds/organization/{feed}                             public ALL:301 at /feeds/organization/{organization}.atom
GET /dataset/{dataset}                                     public ALL:301, draft READERS:301, deleted READERS:301, archived ALL:301
GET /dataset/{dataset}/resource/{resource}                 public ALL:301, draft READERS:301, deleted READERS:301, archived ALL:301
GET /dataset/{dataset}/resource/{resource}/download        ALL:301
GET /dataset/{dataset}/resource/{resource}/download/{file} ALL:301 at /dataset/{dataset}/resource/{resource}/download/a.csv
GET /datasets/{dataset}/rdf                                302
GET /datasets/{dataset}/rdf.{_format}                      302 at /datasets/{dataset}/rdf.ttl
GET /dataservices/{dataservice}/rdf                        302
GET /dataservices/{dataservice}/rdf.{_format}              302 at /dataservices/{dataservice}/rdf.ttl
GET /organizations/{organization}/catalog                  302
GET /organizations/{organization}/catalog.{_format}        302 at /organizations/{organization}/catalog.ttl
GET /catalog                                               302
GET /catalog.{_format}                                     302 at /catalog.ttl
GET /data.{_format}                                        302 at /data.ttl
GET /context.jsonld                                        302
GET /datasets/{dataset}/{tab}                              308 at /datasets/{dataset}/discussions
GET /dataservices                                          ALL
GET /dataservices/search                                   ALL
GET /dataservices/{dataservice}                            LIFE
GET /dataservices/{dataservice}/{tab}                      308 at /dataservices/{dataservice}/discussions
GET /reuses                                                ALL
GET /reuses/search                                         ALL
GET /reuses/{reuse}                                        LIFE
GET /reuses/{reuse}/{tab}                                  308 at /reuses/{reuse}/discussions
GET /topics                                                ALL
GET /topics/search                                         ALL
GET /topics/{topic}                                        public ALL, draft READERS
GET /topics/{topic}/{tab}                                  308 at /topics/{topic}/datasets
GET /organizations                                         ALL
GET /organizations/search                                  ALL
GET /organization/{organization}                           public ALL:301, deleted 404
GET /organizations/{organization}                          public ALL, deleted GONE_BUT_ADMINS
GET /organizations/{organization}/{tab}                    308 at /organizations/{organization}/datasets
GET /users/{user}                                          public ALL, deleted GONE_BUT_SYSADMIN
GET /posts                                                 ALL
GET /posts/{post}                                          public ALL, draft HIDDEN_BUT_SYSADMIN
GET /og/{kind}/{file}                                      draft READERS at /og/topics/{topic}.png

# Files that the portal keeps
GET /resources/{*path}                                     LIFE at /{file}
GET /s/{*path}                                             LIFE at /s/{file}
";

/// Nobody is left to ask anything after this.
pub const LAST: &str = r"
DELETE /api/1/me                                           SIGNED_IN:204
";
