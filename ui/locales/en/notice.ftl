# Letters to those from whom an administrator takes a content or an account away.
mail-legal-notice-subject = A content was removed from { $portal }
mail-legal-notice-lead = The content “{ $title }” was removed from { $portal } by its team, because it does not comply with the law or with the terms of use.
mail-legal-notice-after = You may contest this decision with the team of the portal by answering this mail, then before the administrative court within two months.
mail-account-deleted-subject = Your account on { $portal } is deleted
mail-account-deleted-lead = The team of { $portal } deleted your account. What you published stays online, without your name.
mail-account-deleted-after = If this is a mistake, answer this mail.
mail-rotate-password-subject = Choose a new password for { $portal }
mail-rotate-password-lead = The team of { $portal } asks for your password to change. Your sessions are closed and the former password is no longer valid: choose a new one from the sign-in page.
mail-account-made-subject = Your account on { $portal }
mail-account-made-lead = The team of { $portal } made an account for you. Choose your password by asking for an address to do so, then sign in.
mail-account-made-action = Choose my password
mail-rotate-password-action = Choose another password
