## Webhooks

webhooks-title = Webhooks
webhooks-lead = Une adresse enregistrée ici est appelée à chaque événement, pour que vos programmes n’aient pas à revenir voir.
webhooks-none = Aucune adresse pour l’instant.
webhook-new = Enregistrer une adresse
webhook-url = Adresse à appeler
webhook-url-hint = Par exemple : https://exemple.fr/donnees. Elle est appelée une première fois tout de suite.
webhook-bad-url = Ce n’est pas une adresse. Écrivez-la en entier, comme https://exemple.fr/donnees.
webhook-events = Événements
webhook-events-hint = Aucune case cochée : tous les événements.
webhook-all = tous les événements
webhook-create = Enregistrer
webhook-title = Webhook
webhook-off = Suspendu
webhook-disabled = Cette adresse n’a pas répondu à cinq appels de suite : elle n’est plus appelée.
webhook-enable = L’appeler de nouveau
webhook-secret = Secret
webhook-signed = Chaque appel porte l’en-tête X-Hub-Signature-256 : le HMAC-SHA-256 du corps avec ce secret. Vérifiez-le avant de croire l’appel.
webhook-calls = Historique
webhook-calls-none = Aucun appel.
webhook-call-event = Événement
webhook-call-when = Date
webhook-call-answer = Réponse
webhook-call-again = Rejouer
webhook-call-tries = { $n ->
    [one] { $n } essai
   *[other] { $n } essais
}
webhook-call-waits = En attente
webhook-replay = Envoyer de nouveau
webhook-end = Supprimer cette adresse
