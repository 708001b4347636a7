# Lettres à qui un administrateur retire un contenu ou un compte.
mail-legal-notice-subject = Retrait d’un contenu sur { $portal }
mail-legal-notice-lead = Le contenu « { $title } » a été retiré de { $portal } par son équipe, parce qu’il n’est pas conforme à la loi ou aux conditions d’utilisation.
mail-legal-notice-after = Vous pouvez contester cette décision auprès de l’équipe du portail en répondant à ce courriel, puis devant le tribunal administratif dans un délai de deux mois.
mail-account-deleted-subject = Votre compte sur { $portal } est supprimé
mail-account-deleted-lead = L’équipe de { $portal } a supprimé votre compte. Ce que vous aviez publié reste en ligne, sans votre nom.
mail-account-deleted-after = S’il s’agit d’une erreur, répondez à ce courriel.
mail-rotate-password-subject = Choisissez un nouveau mot de passe pour { $portal }
mail-rotate-password-lead = L’équipe de { $portal } demande que votre mot de passe change. Vos sessions sont fermées et l’ancien mot de passe ne vaut plus : choisissez-en un nouveau depuis la page de connexion.
mail-account-made-subject = Votre compte sur { $portal }
mail-account-made-lead = L’équipe de { $portal } a créé un compte pour vous. Choisissez votre mot de passe en demandant une adresse pour cela, puis connectez-vous.
mail-account-made-action = Choisir mon mot de passe
mail-rotate-password-action = Choisir un autre mot de passe
