use tokio::io::AsyncReadExt;
use vitrail_net::{Objects, ObjectsError};

async fn read(objects: &Objects, key: &str) -> Vec<u8> {
    let (mut file, length) = objects.open(key).await.unwrap();
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).await.unwrap();
    assert_eq!(bytes.len() as u64, length);
    bytes
}

#[tokio::test]
async fn a_file_is_kept_and_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let objects = Objects::folder(folder.path().join("not-yet"));
    objects
        .put("resources/1f/notes.csv", b"a;b\n1;2\n")
        .await
        .unwrap();
    assert_eq!(
        read(&objects, "resources/1f/notes.csv").await,
        b"a;b\n1;2\n"
    );
    objects.put("resources/1f/notes.csv", b"").await.unwrap();
    assert_eq!(read(&objects, "resources/1f/notes.csv").await, b"");

    let left = std::fs::read_dir(folder.path().join("not-yet/resources/1f"))
        .unwrap()
        .count();
    assert_eq!(left, 1, "no draft is left behind");
    for _ in 0..2 {
        objects.remove("resources/1f/notes.csv").await.unwrap();
        assert!(!objects.has("resources/1f/notes.csv").await.unwrap());
    }
    assert!(objects.remove("../secret").await.is_err());
}

#[tokio::test]
async fn no_key_reaches_outside_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("secret"), "x").unwrap();
    let objects = Objects::folder(folder.path().join("files"));
    let long_part = "a".repeat(201);
    let long_key = "a/".repeat(501);
    for key in [
        "",
        "/",
        "/etc/passwd",
        "../secret",
        "a/../../secret",
        "a//b",
        "a/",
        "./a",
        ".hidden",
        "a/.b",
        "a\\b",
        "a\0b",
        "C:x",
        "é",
        "a b",
        "%2e%2e/secret",
        &long_part,
        &long_key,
    ] {
        assert!(
            matches!(objects.open(key).await, Err(ObjectsError::BadKey(_))),
            "{key:?}"
        );
        assert!(
            matches!(objects.put(key, b"x").await, Err(ObjectsError::BadKey(_))),
            "{key:?}"
        );
    }
}

#[tokio::test]
async fn what_is_not_there_is_said_to_be_absent() {
    let folder = tempfile::tempdir().unwrap();
    let objects = Objects::folder(folder.path());
    objects.put("a/b", b"x").await.unwrap();
    for key in ["z", "a", "a/b/c", "a/z"] {
        assert!(
            matches!(objects.open(key).await, Err(ObjectsError::Absent(_))),
            "{key}"
        );
    }
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let blocked = folder.path().join("blocked");
    std::fs::write(&blocked, "a file where the folder should be").unwrap();
    let error = Objects::folder(&blocked)
        .put("a", b"x")
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("blocked") && error.contains("check the free space"),
        "{error}"
    );
}

#[tokio::test]
async fn a_draft_appears_when_it_is_kept_with_its_digests() {
    let folder = tempfile::tempdir().unwrap();
    let objects = Objects::folder(folder.path());
    let mut draft = objects.draft().await.unwrap();
    for part in [&b"hel"[..], b"lo"] {
        draft.write(part).await.unwrap();
    }
    assert!(!objects.has("a/hello.txt").await.unwrap());
    let written = objects.keep(draft, "a/hello.txt").await.unwrap();
    assert_eq!(written.length, 5);
    assert_eq!(written.head, b"hello");
    assert_eq!(written.sha1, "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d");
    assert_eq!(
        written.sha256,
        "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    );
    assert_eq!(read(&objects, "a/hello.txt").await, b"hello");
    drop(objects.draft().await.unwrap());
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "a draft that is dropped leaves nothing");
    let long_ago = Some(std::time::SystemTime::UNIX_EPOCH);
    assert_eq!(objects.purge("a", long_ago).await.unwrap(), 0);
    assert_eq!(objects.purge("a", None).await.unwrap(), 1);
    assert_eq!(objects.purge("none", None).await.unwrap(), 0);
    assert!(!objects.has("a/hello.txt").await.unwrap());
}
