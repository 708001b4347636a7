//! Running the program: a command to its end, or a server that is stopped with the test.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// The program, in a folder, without the settings of whoever runs the tests.
pub fn vitrail(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vitrail"));
    for (name, _) in std::env::vars() {
        if name.starts_with("VITRAIL_") || name == "RUST_LOG" {
            command.env_remove(name);
        }
    }
    command.current_dir(folder);
    command
}

/// What a command printed, and its exit status.
pub struct Done {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Runs a command to its end.
pub fn run(folder: &Path, arguments: &[&str]) -> Done {
    told(vitrail(folder).args(arguments).output().unwrap())
}

fn told(output: Output) -> Done {
    Done {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Creates the account of a sysadmin.
pub fn create_admin(folder: &Path) -> Done {
    let arguments = [
        "user",
        "create",
        "--admin",
        "--email",
        "ada@example.org",
        "--password",
        "Correct-Horse-9",
        "--first-name",
        "Ada",
        "--last-name",
        "Essai",
    ];
    run(folder, &arguments)
}

/// A server under way.
pub struct Server {
    process: Child,
    /// What it printed before its address, and its address.
    pub said: Vec<String>,
    pub address: String,
    log: Receiver<String>,
}

/// Serves on a free port, with these arguments more.
pub fn serve(folder: &Path, arguments: &[&str]) -> Server {
    let mut process = vitrail(folder)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut err = process.stderr.take().unwrap();
    let (send, log) = channel();
    std::thread::spawn(move || {
        let mut text = String::new();
        let _ = err.read_to_string(&mut text);
        let _ = send.send(text);
    });
    let mut said = Vec::new();
    let mut address = None;
    for line in BufReader::new(process.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        if let Some(found) = line.strip_prefix("Vitrail answers at http://") {
            address = Some(found.to_owned());
            break;
        }
        said.push(line);
    }
    let Some(address) = address else {
        let log = log.recv_timeout(Duration::from_secs(10));
        panic!("no server: {said:?} {log:?}");
    };
    Server {
        process,
        said,
        address,
        log,
    }
}

impl Server {
    /// Asks for a path: the status and the whole answer.
    pub fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: portal.test\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        (status, answer)
    }

    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args([name, &self.process.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Asks it to stop, waits, and gives its log.
    pub fn stop(mut self) -> (ExitStatus, String) {
        self.signal("-TERM");
        let status = self.process.wait().unwrap();
        let log = self.log.recv_timeout(Duration::from_secs(10)).unwrap();
        (status, log)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
