# Notifications
told-harvester = A harvester waits for your approval: { $what }.

# Mails
mail-harvest-declared-subject = A harvester waits for your approval: { $title }
mail-harvest-declared-lead = The harvester “{ $title }” was just declared. It reads nothing before you accept it.
mail-harvest-declared-action = Look at this harvester
mail-harvest-accepted-subject = Your harvester is accepted: { $title }
mail-harvest-accepted-lead = The harvester “{ $title }” is accepted. It is read now, then each night.
mail-harvest-accepted-action = See the harvester
mail-harvest-refused-subject = Your harvester is not accepted: { $title }
mail-harvest-refused-lead = The harvester “{ $title }” is not accepted, for this reason: { $why }
mail-harvest-refused-action = Mend the harvester
mail-harvest-failed-subject = The harvest failed: { $title }
mail-harvest-failed-lead = The harvester “{ $title }” could not read its catalogue: { $why }. Nothing was archived. It tries again at its next hour.
mail-harvest-failed-action = Read the report
