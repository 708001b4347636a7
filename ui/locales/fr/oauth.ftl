# Les applications qui agissent au nom des personnes.
oauth-title = { $name } demande à agir en votre nom
oauth-asks = Si vous l’autorisez, { $name } pourra :
oauth-scope-read = lire ce que vous pouvez lire ici, données privées comprises
oauth-scope-default = lire, publier et modifier des données en votre nom, sans atteindre votre compte lui-même
oauth-scope-admin = se servir de vos droits sur tout le portail, si vous l’administrez
oauth-as = Vous avez ouvert la session de { $email }.
oauth-back = Vous reviendrez ensuite sur { $host }.
oauth-accept = Autoriser
oauth-decline = Ne pas autoriser
oauth-later = Vous pouvez revenir sur ce choix à tout moment, depuis la page de votre compte.
oauth-unknown-client-title = Cette application n’est pas connue
oauth-unknown-client-lead = Le lien que vous avez suivi nomme une application que ce portail ne connaît pas. Rien n’a été autorisé. Prévenez les personnes qui font l’application.
oauth-bad-redirect-title = Cette application mène ailleurs
oauth-bad-redirect-lead = Le lien que vous avez suivi vous enverrait à une adresse qui n’a pas été convenue avec cette application. Rien n’a été autorisé. Prévenez les personnes qui font l’application.
