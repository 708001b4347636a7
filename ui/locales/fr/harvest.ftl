# Notifications
told-harvester = Un moissonneur attend votre accord : { $what }.

# Courriels
mail-harvest-declared-subject = Un moissonneur attend votre accord : { $title }
mail-harvest-declared-lead = Le moissonneur « { $title } » vient d’être déclaré. Il ne lira rien avant que vous l’ayez accepté.
mail-harvest-declared-action = Examiner ce moissonneur
mail-harvest-accepted-subject = Votre moissonneur est accepté : { $title }
mail-harvest-accepted-lead = Le moissonneur « { $title } » est accepté. Il est lu maintenant, puis chaque nuit.
mail-harvest-accepted-action = Voir le moissonneur
mail-harvest-refused-subject = Votre moissonneur n’est pas accepté : { $title }
mail-harvest-refused-lead = Le moissonneur « { $title } » n’est pas accepté, pour cette raison : { $why }
mail-harvest-refused-action = Corriger le moissonneur
mail-harvest-failed-subject = Le moissonnage a échoué : { $title }
mail-harvest-failed-lead = Le moissonneur « { $title } » n’a pas pu lire son catalogue : { $why }. Rien n’a été archivé. Il essaiera encore à sa prochaine heure.
mail-harvest-failed-action = Lire le compte rendu
