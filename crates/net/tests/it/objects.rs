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
