//! The lines of the back-office, in the two parts that are asked beside each other.

pub const DESK: &str = r"
# The back-office
GET  /admin                                                DESK
GET  /admin/new                                            DESK
GET  /admin/me/{list}                                      DESK at /admin/me/datasets
GET  /admin/organizations/{organization}/{list}            public [303,403,403,200,200,200,200,200], deleted [303,410,410,410,410,410,403,200] at /admin/organizations/{organization}/reuses
GET  /admin/site/{list}                                    DESK_SYSADMIN at /admin/site/dataservices

# Datasets
GET  /admin/datasets/new                                   DESK
GET  /admin/datasets/new/describe                          DESK
POST /admin/datasets/new/describe                          DESK:303 with title=Arbres&description=Une+liste
GET  /admin/datasets/{dataset}                             KEPT
POST /admin/datasets/{dataset}                             LIVING:303 with title=Arbres&description=Une+liste
GET  /admin/datasets/{dataset}/publish/describe            KEPT
POST /admin/datasets/{dataset}/publish/describe            LIVING:303 with title=Arbres&description=Une+liste
GET  /admin/datasets/{dataset}/publish/finish              KEPT
POST /admin/datasets/{dataset}/publish/finish              LIVING:303 with do=draft
GET  /admin/datasets/{dataset}/life                        KEPT
POST /admin/datasets/{dataset}/state                       public DESK_EDITORS:303, draft DESK_DRAFT:303, deleted DESK_GONE:303, archived DESK_EDITORS:303 with do=restore
GET  /admin/datasets/{dataset}/versions                    KEPT
GET  /admin/datasets/{dataset}/versions/compare            KEPT:303
GET  /admin/datasets/{dataset}/versions/{number}           KEPT:404 at /admin/datasets/{dataset}/versions/9
POST /admin/datasets/{dataset}/versions/{number}/restore   LIVING:404 at /admin/datasets/{dataset}/versions/9/restore
GET  /admin/datasets/{dataset}/community                   public DESK, draft [303,404,200,200,200,200,200,200], deleted [303,410,410,410,410,410,410,410], archived DESK
POST /admin/datasets/{dataset}/community/link              public DESK:303, draft [303,404,303,303,303,303,303,303] with title=a&url=https%3A%2F%2Fwww.example.com%2Fa.csv
POST /admin/datasets/{dataset}/community/upload            public DESK:422, draft [303,404,422,422,422,422,422,422]
GET  /admin/community-resources/{community}                [303,403,200,403,403,200,200,200]
POST /admin/community-resources/{community}                [303,403,303,403,403,303,303,303] with title=Autre&url=https%3A%2F%2Fwww.example.com%2Fa.csv
POST /admin/community-resources/{community}/replace        [303,403,422,403,403,422,422,422]
POST /admin/community-resources/{community}/delete         [303,403,303,403,403,303,303,303] with sure=true
GET  /admin/datasets/{dataset}/files                       LIVING
GET  /admin/datasets/{dataset}/publish/files               LIVING
POST /admin/datasets/{dataset}/files/upload                LIVING:422
POST /admin/datasets/{dataset}/files/link                  LIVING:303 with title=a&url=https%3A%2F%2Fwww.example.com%2Fa.csv
POST /admin/datasets/{dataset}/files/order                 LIVING:303 with move=up%3A{resource}
GET  /admin/datasets/{dataset}/files/{resource}            LIVING
POST /admin/datasets/{dataset}/files/{resource}            LIVING:303 with title=Autre&url=https%3A%2F%2Fwww.example.com%2Fa.csv
POST /admin/datasets/{dataset}/files/{resource}/replace    LIVING:422
POST /admin/datasets/{dataset}/files/{resource}/delete     LIVING:303 with sure=true
GET  /admin/datasets/{dataset}/transfer                    public DESK_DECIDERS, draft [303,404,200,403,403,403,200,200], deleted [303,410,200,403,403,403,200,200]
POST /admin/datasets/{dataset}/transfer                    public DESK_DECIDERS:422 with comment=Pour+vous
";

pub const DESK_OF_OTHERS: &str = r"
# Reuses, dataservices, topics
GET  /admin/reuses/new                                     DESK
POST /admin/reuses/new                                     DESK:422 with title=Carte
GET  /admin/reuses/{reuse}                                 KEPT
POST /admin/reuses/{reuse}                                 LIVING:303 with title=Carte&url=https%3A%2F%2Fwww.example.com%2F{reuse}&type=application&topic=health&description=Une+carte
GET  /admin/reuses/{reuse}/life                            KEPT
POST /admin/reuses/{reuse}/state                           KEPT:303 with do=restore
GET  /admin/reuses/{reuse}/transfer                        public DESK_DECIDERS
GET  /admin/reuses/{reuse}/picture                         KEPT
POST /admin/reuses/{reuse}/picture                         LIVING:422
POST /admin/reuses/{reuse}/picture/remove                  LIVING:303
GET  /admin/reuses/{reuse}/versions                        KEPT
GET  /admin/reuses/{reuse}/versions/compare                KEPT:303
GET  /admin/reuses/{reuse}/versions/{number}               KEPT:404 at /admin/reuses/{reuse}/versions/9
POST /admin/reuses/{reuse}/versions/{number}/restore       LIVING:404 at /admin/reuses/{reuse}/versions/9/restore
POST /admin/reuses/{reuse}/transfer                        public DESK_DECIDERS:422 with comment=Pour+vous
GET  /admin/dataservices/new                               DESK
POST /admin/dataservices/new                               DESK:303 with title=API
GET  /admin/dataservices/{dataservice}                     KEPT
POST /admin/dataservices/{dataservice}                     LIVING:303 with title=API
GET  /admin/dataservices/{dataservice}/life                KEPT
POST /admin/dataservices/{dataservice}/state               KEPT:303 with do=restore
GET  /admin/dataservices/{dataservice}/versions            KEPT
GET  /admin/dataservices/{dataservice}/versions/compare    KEPT:303
GET  /admin/dataservices/{dataservice}/versions/{number}   KEPT:404 at /admin/dataservices/{dataservice}/versions/9
POST /admin/dataservices/{dataservice}/versions/{number}/restore LIVING:404 at /admin/dataservices/{dataservice}/versions/9/restore
GET  /admin/dataservices/{dataservice}/transfer            public DESK_DECIDERS
POST /admin/dataservices/{dataservice}/transfer            public DESK_DECIDERS:422 with comment=Pour+vous
GET  /admin/topics/new                                     DESK
POST /admin/topics/new                                     DESK:303 with name=Climat
GET  /admin/topics/{topic}                                 public DESK_EDITORS, draft DESK_DRAFT
POST /admin/topics/{topic}                                 public DESK_EDITORS:303, draft DESK_DRAFT:303 with name=Climat
GET  /admin/topics/{topic}/life                            public DESK_EDITORS, draft DESK_DRAFT
POST /admin/topics/{topic}/state                           public DESK_EDITORS:303, draft DESK_DRAFT:303 with do=hide
GET  /admin/topics/{topic}/elements                        public DESK_EDITORS, draft DESK_DRAFT
POST /admin/topics/{topic}/elements/objects                public DESK_EDITORS:303, draft DESK_DRAFT:303 with datasets={dataset}
POST /admin/topics/{topic}/elements/link                   public DESK_EDITORS:303, draft DESK_DRAFT:303 with title=Ailleurs&extras.url=https%3A%2F%2Fwww.example.com%2Fa
POST /admin/topics/{topic}/elements/order                  public DESK_EDITORS:303, draft DESK_DRAFT:303 with move=up%3A{element}
GET  /admin/topics/{topic}/elements/{element}              public DESK_EDITORS, draft DESK_DRAFT
POST /admin/topics/{topic}/elements/{element}              public DESK_EDITORS:303, draft DESK_DRAFT:303 with title=Autre
POST /admin/topics/{topic}/elements/{element}/delete       public DESK_EDITORS:303, draft DESK_DRAFT:303
GET  /admin/topics/{topic}/versions                        public DESK_EDITORS, draft DESK_DRAFT
GET  /admin/topics/{topic}/versions/compare                public DESK_EDITORS:303, draft DESK_DRAFT:303
GET  /admin/topics/{topic}/versions/{number}               public DESK_EDITORS:404, draft DESK_DRAFT:404 at /admin/topics/{topic}/versions/9
POST /admin/topics/{topic}/versions/{number}/restore       public DESK_EDITORS:404, draft DESK_DRAFT:404 at /admin/topics/{topic}/versions/9/restore
GET  /admin/topics/{topic}/transfer                        public DESK_DECIDERS
POST /admin/topics/{topic}/transfer                        public DESK_DECIDERS:422 with comment=Pour+vous
POST /admin/transfers/{transfer}                           DESK:404 at /admin/transfers/{dataset} with do=accept

# Organizations, people, what is said
GET  /admin/organizations/new                              DESK
POST /admin/organizations/new                              DESK:303 with name=Ville&description=Une+ville
GET  /admin/organizations/{organization}/profile           public DESK_ADMINS, deleted DESK_GONE_ADMINS
POST /admin/organizations/{organization}/profile           public DESK_ADMINS:303 with name=Ville&description=Une+ville
GET  /admin/organizations/{organization}/life              public DESK_ADMINS, deleted DESK_GONE_ADMINS
POST /admin/organizations/{organization}/state             public DESK_ADMINS:303, deleted DESK_GONE_ADMINS:303 with do=restore
GET  /admin/organizations/{organization}/picture           public DESK_ADMINS, deleted DESK_GONE_ADMINS
POST /admin/organizations/{organization}/picture           public DESK_ADMINS:422, deleted [303,410,410,410,410,410,410,410]
POST /admin/organizations/{organization}/picture/remove    public DESK_ADMINS:303
GET  /admin/organizations/{organization}/versions          public DESK_ADMINS, deleted DESK_GONE_ADMINS
GET  /admin/organizations/{organization}/versions/compare  public DESK_ADMINS:303, deleted DESK_GONE_ADMINS:303
GET  /admin/organizations/{organization}/versions/{number} public DESK_ADMINS:404 at /admin/organizations/{organization}/versions/9
POST /admin/organizations/{organization}/versions/{number}/restore public DESK_ADMINS:404 at /admin/organizations/{organization}/versions/9/restore
GET  /admin/organizations/{organization}/members           public DESK_ADMINS, deleted DESK_GONE_ADMINS
POST /admin/organizations/{organization}/members           public DESK_ADMINS:303 with email=nouvelle%40example.org&role=editor
GET  /admin/organizations/{organization}/members/{user}    public DESK_ADMINS at /admin/organizations/{organization}/members/{editor}
POST /admin/organizations/{organization}/members/{user}    public DESK_ADMINS:303 at /admin/organizations/{organization}/members/{partial} with role=editor
POST /admin/organizations/{organization}/requests/{id}     public DESK_ADMINS:404 at /admin/organizations/{organization}/requests/{resource} with do=accept
GET  /admin/organizations/{organization}/contacts          public DESK_ADMINS
POST /admin/organizations/{organization}/contacts          public DESK_ADMINS:303 with name=Service&role=publisher
POST /admin/invitations/{id}                               DESK:404 at /admin/invitations/{resource} with do=accept
GET  /admin/me/contacts                                    DESK
POST /admin/me/contacts                                    DESK:303 with name=Service&role=publisher
GET  /admin/contacts/{contact}                             [303,403,200,403,403,200,200,200]
POST /admin/contacts/{contact}                             [303,403,303,403,403,303,303,303] with name=Service&role=publisher
POST /admin/contacts/{contact}/delete                      [303,403,303,403,403,303,303,303]
GET  /admin/me/profile                                     DESK
GET  /admin/me/picture                                     DESK
POST /admin/me/picture                                     DESK:422
POST /admin/me/picture/remove                              DESK:303
POST /admin/me/profile                                     DESK:303 with first_name=Ada&last_name=Byron
GET  /admin/notifications                                  DESK
POST /admin/notifications/{notification}                   DESK:404 at /admin/notifications/{resource}
GET  /admin/discussions/{discussion}                       public DESK, draft [303,404,200,200,200,200,200,200]
POST /admin/discussions/{discussion}                       public DESK:303, draft [303,404,303,303,303,303,303,303] with comment=Merci
";

/// What sysadmins write of the portal.
pub const DESK_OF_PORTAL: &str = r"
# The portal
GET  /admin/site/users                                     DESK_SYSADMIN
GET  /admin/site/users/new                                 DESK_SYSADMIN
POST /admin/site/users/new                                 DESK_SYSADMIN:422 with first_name=Ada
GET  /admin/site/users/{user}                              public DESK_SYSADMIN
POST /admin/site/users/{user}/password                     public DESK_SYSADMIN:422
POST /admin/site/users/{user}/delete                       public DESK_SYSADMIN:422
POST /admin/site/users/{user}                              public DESK_SYSADMIN:303 at /admin/site/users/{leaver} with do=block
GET  /admin/site/organizations                             DESK_SYSADMIN
GET  /admin/site/jobs                                      DESK_SYSADMIN
POST /admin/site/jobs/{job}/run                            DESK_SYSADMIN:404 at /admin/site/jobs/nothing/run
GET  /admin/site/settings                                  DESK_SYSADMIN
GET  /admin/site/audit                                     DESK_SYSADMIN
GET  /admin/site/statistics                                DESK_SYSADMIN
GET  /admin/site/mqa/highValue                             DESK_SYSADMIN
GET  /admin/me/statistics                                  DESK
GET  /admin/organizations/{organization}/statistics        public [303,403,403,200,200,200,200,200], deleted [303,410,410,410,410,410,403,200]
GET  /admin/site/moderation                                DESK_SYSADMIN
GET  /admin/site/moderation/{class}/{id}                   DESK_SYSADMIN:404 at /admin/site/moderation/Dataset/{dataset}
POST /admin/site/moderation/{class}/{id}                   DESK_SYSADMIN:404 at /admin/site/moderation/Dataset/{dataset} with do=remove&sure=true
GET  /admin/site/featured                                  DESK_SYSADMIN
POST /admin/site/featured/{list}/{id}                      public DESK_SYSADMIN:303 at /admin/site/featured/datasets/{dataset} with do=add
GET  /admin/site/marks/{list}/{id}                         public DESK_SYSADMIN at /admin/site/marks/datasets/{dataset}
POST /admin/site/marks/{list}/{id}                         public DESK_SYSADMIN:303 at /admin/site/marks/datasets/{dataset} with badges=hvd&featured=true
GET  /admin/site/portal                                    DESK_SYSADMIN
POST /admin/site/portal                                    DESK_SYSADMIN:303 with title=Vitrail&feed_size=20
GET  /admin/organizations/{organization}/mqa/{indicator}   public [303,403,403,200,200,200,200,200], deleted [303,410,410,410,410,410,403,200] at /admin/organizations/{organization}/mqa/licenceAvailability
GET  /admin/organizations/{organization}/presentation      public DESK_ADMINS, deleted DESK_GONE_ADMINS
POST /admin/organizations/{organization}/presentation      public DESK_ADMINS with do=add%3A%3AHeroBloc
GET  /admin/site/portal/{list}                             DESK_SYSADMIN at /admin/site/portal/datasets
POST /admin/site/portal/{list}                             DESK_SYSADMIN at /admin/site/portal/datasets with do=add%3A%3AHeroBloc
GET  /admin/site/posts                                     DESK_SYSADMIN
GET  /admin/site/posts/new                                 DESK_SYSADMIN
POST /admin/site/posts/new                                 DESK_SYSADMIN:303 with name=Nouvelle
GET  /admin/site/posts/{post}                              public DESK_SYSADMIN
POST /admin/site/posts/{post}                              public DESK_SYSADMIN:303 with name=Nouvelle
GET  /admin/site/posts/{post}/blocs                        public DESK_SYSADMIN
POST /admin/site/posts/{post}/blocs                        public DESK_SYSADMIN:303 with do=save
GET  /admin/site/posts/{post}/life                         public DESK_SYSADMIN
POST /admin/site/posts/{post}/state                        public DESK_SYSADMIN:303 with do=publish
POST /admin/site/posts/{post}/picture                      public DESK_SYSADMIN:422
GET  /admin/site/clients                                   DESK_SYSADMIN
GET  /admin/site/clients/new                               DESK_SYSADMIN
POST /admin/site/clients/new                               DESK_SYSADMIN:201 with name=Appli&redirect_uris=https%3A%2F%2Fwww.example.com%2Fa&grant_types=authorization_code&scopes=default&confidential=true
GET  /admin/site/clients/{client}                          DESK_SYSADMIN:404 at /admin/site/clients/{dataset}
POST /admin/site/clients/{client}                          DESK_SYSADMIN:404 at /admin/site/clients/{dataset} with name=Appli
POST /admin/site/clients/{client}/secret                   DESK_SYSADMIN:404 at /admin/site/clients/{dataset}/secret with sure=true
POST /admin/site/clients/{client}/delete                   DESK_SYSADMIN:404 at /admin/site/clients/{dataset}/delete with sure=true
";
