use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use vitrail_net::{Mail, MailError, Mailer};

fn mail() -> Mail {
    Mail {
        id: "53699d0ea3a729239d205b2e".to_owned(),
        to: "claire@example.org".to_owned(),
        subject: "Confirmez votre adresse".to_owned(),
        text: "Bonjour,\n\nhttp://portal.example/confirm/abc\n".to_owned(),
        html: "<p>Bonjour</p>".to_owned(),
        unsubscribe: Some("https://portal.example/unsubscribe/x".to_owned()),
    }
}

#[tokio::test]
async fn letters_are_written_whole_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("mails");
    let mailer = Mailer::new(target.to_str().unwrap(), "Portail <portail@example.org>").unwrap();
    mailer.check().await.unwrap();
    mailer.send(&mail()).await.unwrap();
    mailer.send(&mail()).await.unwrap();
    let names: Vec<_> = std::fs::read_dir(&target)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(
        names,
        ["53699d0ea3a729239d205b2e.eml"],
        "sent twice, seen as one"
    );
    let text = std::fs::read_to_string(target.join(&names[0])).unwrap();
    for part in [
        "To: claire@example.org",
        "Message-ID: <53699d0ea3a729239d205b2e@example.org>",
        "Auto-Submitted: auto-generated",
        "multipart/alternative",
        "http://portal.example/confirm/abc",
        "<p>Bonjour</p>",
    ] {
        assert!(text.contains(part), "`{part}` in {text}");
    }
}

#[tokio::test]
async fn a_server_is_spoken_to_in_smtp() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let target = format!("smtp://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut heard = Vec::new();
        write.write_all(b"220 test\r\n").await.unwrap();
        let mut in_data = false;
        while let Some(line) = lines.next_line().await.unwrap() {
            let answer: &[u8] = match line.as_str() {
                "." => {
                    in_data = false;
                    b"250 taken\r\n"
                }
                _ if in_data => b"",
                "DATA" => {
                    in_data = true;
                    b"354 go on\r\n"
                }
                "QUIT" => break,
                _ => b"250 ok\r\n",
            };
            write.write_all(answer).await.unwrap();
            heard.push(line);
            if heard.last().is_some_and(|line| line == ".") {
                break;
            }
        }
        heard
    });
    let mailer = Mailer::new(&target, "portail@example.org").unwrap();
    mailer.send(&mail()).await.unwrap();
    let heard = server.await.unwrap();
    assert!(
        heard
            .iter()
            .any(|line| line.starts_with("MAIL FROM:<portail@example.org>")),
        "{heard:?}"
    );
    assert!(
        heard
            .iter()
            .any(|line| line == "RCPT TO:<claire@example.org>"),
        "{heard:?}"
    );
}

#[tokio::test]
async fn what_cannot_work_is_said() {
    for target in ["", "http://mail.example.org", "smtp://"] {
        let refused = Mailer::new(target, "portail@example.org");
        assert!(matches!(refused, Err(MailError::BadTarget(_))), "{target}");
    }
    let refused = Mailer::new("./mails", "portail");
    assert!(matches!(refused, Err(MailError::BadSender(_))));
    let mailer = Mailer::new("./mails", "portail@example.org").unwrap();
    let nobody = Mail {
        to: "a b".to_owned(),
        ..mail()
    };
    assert!(matches!(
        mailer.send(&nobody).await,
        Err(MailError::BadRecipient(_))
    ));
    // Nobody listens on the discard port of this machine.
    let mailer = Mailer::new("smtp://127.0.0.1:9", "portail@example.org").unwrap();
    assert!(matches!(
        mailer.check().await,
        Err(MailError::Unreachable(_))
    ));
}
