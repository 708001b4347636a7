# Applications that act for people.
oauth-title = { $name } asks to act for you
oauth-asks = If you allow it, { $name } will be able to:
oauth-scope-read = read what you may read here, private data included
oauth-scope-default = read, publish and change data in your name, without reaching your account itself
oauth-scope-admin = use your rights over the whole portal, if you administer it
oauth-as = You are signed in as { $email }.
oauth-back = You will then go back to { $host }.
oauth-accept = Allow
oauth-decline = Do not allow
oauth-later = You can take this back at any time, from the page of your account.
oauth-unknown-client-title = This application is not known
oauth-unknown-client-lead = The link that you followed names an application that this portal does not know. Nothing was allowed. Tell the people who make the application.
oauth-bad-redirect-title = This application leads elsewhere
oauth-bad-redirect-lead = The link that you followed would send you to an address that was not agreed with this application. Nothing was allowed. Tell the people who make the application.
