//! Each failure is a sentence that names the thing and the remedy, and exit status 1.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::program::{create_admin, run, serve, vitrail};

/// Runs a command that must fail, and gives what it complained of.
fn complaint(folder: &Path, arguments: &[&str]) -> String {
    let done = run(folder, arguments);
    assert_eq!(
        done.code,
        Some(1),
        "{arguments:?}: {} {}",
        done.out,
        done.err
    );
    assert!(!done.err.contains("panicked"), "{}", done.err);
    done.err
}

fn assert_says(told: &str, parts: &[&str]) {
    for part in parts {
        assert!(told.contains(part), "`{part}` is not said in: {told}");
    }
}

#[test]
fn bad_settings_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let cases: [(&[&str], &[&str]); 4] = [
        (
            &["--base-url", "data.example.org"],
            &["--base-url", "https://data.example.org"],
        ),
        (
            &["--default-language", "de"],
            &["--default-language", "fr or en"],
        ),
        (&["--log-format", "xml"], &["--log-format", "text or json"]),
        (&["--synonyms", "absent.txt"], &["synonyms", "absent.txt"]),
    ];
    for (arguments, parts) in cases {
        let arguments = [&["serve", "--listen", "127.0.0.1:0"], arguments].concat();
        assert_says(&complaint(folder.path(), &arguments), parts);
    }
    let done = run(folder.path(), &["serve", "--listen", "here"]);
    assert_eq!(done.code, Some(2), "{}", done.err);
    assert_says(&done.err, &["--listen"]);
    let set = vitrail(folder.path())
        .env("VITRAIL_DEFAULT_LANGUAGE", "de")
        .args(["serve", "--listen", "127.0.0.1:0"])
        .output()
        .unwrap();
    assert_eq!(set.status.code(), Some(1));
}

#[test]
fn a_settings_file_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let told = complaint(folder.path(), &["check", "--config", "absent.toml"]);
    assert_says(&told, &["absent.toml", "No such file"]);
    let told = complaint(folder.path(), &["check", "--config", "."]);
    assert_says(&told, &["settings file"]);
    for (text, part) in [
        ("colour = \"red\"", "colour"),
        ("listen = \"here\"", "listen"),
        ("data = [", "vitrail.toml"),
        ("base_url = 7", "base_url"),
    ] {
        fs::write(folder.path().join("vitrail.toml"), text).unwrap();
        let told = complaint(folder.path(), &["check"]);
        assert_says(&told, &["vitrail.toml", part]);
    }
    fs::write(folder.path().join("vitrail.toml"), b"data = \"\xff\"").unwrap();
    assert_says(&complaint(folder.path(), &["check"]), &["vitrail.toml"]);
}

#[test]
fn an_absent_database_is_named_without_its_password() {
    let folder = tempfile::tempdir().unwrap();
    // Nothing listens on port 1 of this machine.
    let database = "postgres://vitrail:s3cret@127.0.0.1:1/portal";
    let began = Instant::now();
    let told = complaint(
        folder.path(),
        &["serve", "--listen", "127.0.0.1:0", "--database", database],
    );
    assert_says(
        &told,
        &[
            "postgres://vitrail@127.0.0.1:1/portal",
            "does not answer",
            "refused",
        ],
    );
    assert!(!told.contains("s3cret"), "{told}");
    assert!(
        began.elapsed() < Duration::from_secs(5),
        "{:?}",
        began.elapsed()
    );
    let done = run(folder.path(), &["check", "--database", database]);
    assert_eq!(done.code, Some(1));
    assert_says(&done.out, &["wrong   database", "does not answer"]);
    let told = complaint(folder.path(), &["migrate", "--database", "nonsense"]);
    assert!(!told.is_empty());
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    let told = complaint(folder.path(), &["serve", "--data", "file/data"]);
    assert_says(&told, &["file/data", "cannot be created"]);
    let done = run(folder.path(), &["check", "--data", "file/data"]);
    assert_eq!(done.code, Some(1));
    assert_says(&done.out, &["wrong   folder", "file/data"]);
}

#[test]
fn an_address_in_use_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let told = complaint(folder.path(), &["serve", "--listen", &address]);
    assert_says(&told, &[&address, "--listen"]);
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("vitrail-data");
    fs::create_dir(&data).unwrap();
    let text = "These are my notes, not a database. ".repeat(200);
    fs::write(data.join("vitrail.db"), &text).unwrap();
    let told = complaint(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
    assert_says(&told, &["vitrail.db", "not a database"]);
    assert_eq!(fs::read_to_string(data.join("vitrail.db")).unwrap(), text);
}

#[test]
fn a_locked_database_is_waited_for_then_named() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), &["migrate"]).code, Some(0));
    let file = folder.path().join("vitrail-data/vitrail.db");
    vitrail_testkit::db::block_on(async {
        let db = vitrail_store::Db::sqlite(&file, vitrail_store::Durability::Full)
            .await
            .unwrap();
        let tx = db.begin().await.unwrap();
        let done = create_admin(folder.path());
        assert_eq!(done.code, Some(1));
        assert_says(&done.err, &["locked"]);
        drop(tx);
        db.close().await;
    });
    let done = create_admin(folder.path());
    assert_eq!(done.code, Some(0), "{}", done.err);
}

#[test]
fn a_broken_index_is_built_again() {
    let folder = tempfile::tempdir().unwrap();
    serve(folder.path(), &[]).stop();
    let index = folder.path().join("vitrail-data/index");
    for (name, broken) in [("meta.json", "{"), ("meta.json", "")] {
        fs::write(index.join(name), broken).unwrap();
        let done = run(folder.path(), &["check"]);
        assert_says(&done.out, &["wrong   search index", "reindex"]);
        let server = serve(folder.path(), &[]);
        assert_eq!(server.get("/health").0, 200);
        let (status, log) = server.stop();
        assert!(status.success());
        assert_says(&log, &["the search index is built again", "Corrupt"]);
    }
    fs::remove_dir_all(&index).unwrap();
    let (_, log) = serve(folder.path(), &[]).stop();
    assert_says(&log, &["the search index is built again", "Absent"]);
    let (_, log) = serve(folder.path(), &[]).stop();
    assert!(!log.contains("built again"), "{log}");
}

/// A file system of 4 MB, unmounted with the test. None where we may not mount.
struct SmallDisk(std::path::PathBuf);

impl SmallDisk {
    fn mount(folder: &Path) -> Option<Self> {
        let place = folder.join("small");
        fs::create_dir(&place).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"])
            .arg(&place)
            .output();
        match mounted {
            Ok(done) if done.status.success() => Some(Self(place)),
            _ => None,
        }
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_is_named_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::mount(folder.path()) else {
        println!("skipped: a small file system cannot be mounted here; run the tests as root");
        return;
    };
    let data = disk.0.join("data");
    let here = data.to_str().unwrap();
    // The territories are larger than the disk: the command fails, the database stays whole.
    let told = complaint(folder.path(), &["migrate", "--data", here]);
    assert_says(&told, &["full"]);
    let account = [
        "user",
        "create",
        "--data",
        here,
        "--email",
        "ada@example.org",
        "--password",
        "Correct-Horse-9",
        "--first-name",
        "Ada",
        "--last-name",
        "Essai",
    ];
    let done = run(folder.path(), &account);
    assert_eq!(done.code, Some(0), "{}", done.err);
    // Now there is no room left at all.
    let filling = fs::write(data.join("filling"), vec![0; 8_000_000]);
    assert!(filling.is_err());
    let token = [
        "token",
        "create",
        "--data",
        here,
        "--email",
        "ada@example.org",
        "--name",
        "x",
    ];
    let told = complaint(folder.path(), &["migrate", "--data", here]);
    assert_says(&told, &["full"]);
    let done = run(folder.path(), &["check", "--data", here]);
    assert_eq!(done.code, Some(1));
    assert_says(&done.out, &["wrong   folder", "free some room"]);
    fs::remove_file(data.join("filling")).unwrap();
    let done = run(folder.path(), &token);
    assert_eq!(
        done.code,
        Some(0),
        "the account is still there: {}",
        done.err
    );
}
