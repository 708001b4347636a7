use crate::program::{create_admin, run, serve};

#[test]
fn it_says_what_is_missing_then_that_all_is_well() {
    let folder = tempfile::tempdir().unwrap();
    let done = run(folder.path(), &["check"]);
    assert_eq!(done.code, Some(1), "{}", done.out);
    for part in [
        "ok      folder: ./vitrail-data",
        "ok      database: ",
        "wrong   territories: none; run `vitrail migrate`",
        "wrong   search index: ",
        "wrong   administrator: none; ",
        "note    mail: none leaves",
        "note    public address: none set",
    ] {
        assert!(done.out.contains(part), "`{part}` in {}", done.out);
    }

    let done = run(folder.path(), &["migrate"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(done.out.contains("territories loaded"), "{}", done.out);
    let done = run(folder.path(), &["migrate"]);
    assert!(done.out.contains("0 territories loaded"), "{}", done.out);
    let done = create_admin(folder.path());
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert_eq!(
        done.out.trim().len(),
        24,
        "the id of the account: {}",
        done.out
    );
    serve(folder.path(), &[]).stop();

    let done = run(folder.path(), &["check"]);
    assert_eq!(done.code, Some(0), "{}{}", done.out, done.err);
    assert!(!done.out.contains("wrong"), "{}", done.out);
    assert!(done.out.contains("up to date"), "{}", done.out);
}

#[test]
fn accounts_and_tokens_are_refused_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let account = |email: &str, password: &str| {
        let arguments = [
            "user",
            "create",
            "--email",
            email,
            "--password",
            password,
            "--first-name",
            "Ada",
            "--last-name",
            "Essai",
        ];
        run(folder.path(), &arguments)
    };
    for (email, password, part) in [
        (
            "ada",
            "Correct-Horse-9",
            "--email: this is no e-mail address",
        ),
        ("ada@example.org", "short", "--password: too weak"),
    ] {
        let done = account(email, password);
        assert_eq!(done.code, Some(1));
        assert!(done.err.contains(part), "{}", done.err);
    }
    assert_eq!(account("ada@example.org", "Correct-Horse-9").code, Some(0));
    let twice = account("Ada@Example.org", "Correct-Horse-9");
    assert!(twice.err.contains("choose another"), "{}", twice.err);

    let token = |email: &str| {
        run(
            folder.path(),
            &["token", "create", "--email", email, "--name", "tests"],
        )
    };
    let done = token("ada@example.org");
    assert!(done.out.starts_with("udata_"), "{}", done.out);
    let done = token("bob@example.org");
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("vitrail user create"), "{}", done.err);
}

#[test]
fn searching_names_an_unknown_kind() {
    let folder = tempfile::tempdir().unwrap();
    let done = run(folder.path(), &["search", "eau", "--kind", "planet"]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("planet"), "{}", done.err);
    let done = run(folder.path(), &["search", "eau", "--explain"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(done.out.contains("0 found"), "{}", done.out);
    let done = run(folder.path(), &["reindex"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(done.out.contains("0 objects indexed"), "{}", done.out);
}
