//! Messages over standard input and output. What is no message is refused, and the next one is read:
//! a client's slip of the tongue does not end the session.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::thread::{self, JoinHandle};

use lsp_server::{Connection, Message};
use serde_json::json;

/// The largest message that is read, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;
/// The longest line of a message's head, in bytes.
const LONGEST_LINE: u64 = 4 * 1024;

/// A connection whose other end is this pair of streams, and the thread that writes: it ends once
/// all is written, after the connection is gone.
pub fn over(
    input: impl Read + Send + 'static,
    mut output: impl Write + Send + 'static,
) -> (Connection, JoinHandle<()>) {
    let (ours, theirs) = Connection::memory();
    let (say, heard) = (theirs.sender, theirs.receiver);
    let refused = ours.sender.clone();
    thread::spawn(move || {
        let mut input = BufReader::new(input);
        loop {
            match read(&mut input) {
                Ok(Some(Ok(message))) => {
                    let is_last =
                        matches!(&message, Message::Notification(it) if it.method == "exit");
                    if say.send(message).is_err() || is_last {
                        return;
                    }
                }
                Ok(Some(Err(reason))) => {
                    let params = json!({ "type": 1, "message": reason });
                    let method = "window/logMessage".to_owned();
                    let told = lsp_server::Notification { method, params };
                    let _ = refused.send(told.into());
                }
                Ok(None) | Err(_) => return,
            }
        }
    });
    let writer = thread::spawn(move || {
        for message in heard {
            if message.write(&mut output).is_err() {
                return;
            }
        }
    });
    (ours, writer)
}

/// The next message, or why what stands there is none; `None` at the end.
fn read(input: &mut impl BufRead) -> io::Result<Option<Result<Message, String>>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if input
            .by_ref()
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut line)?
            == 0
        {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        if line.is_empty() {
            match length {
                Some(_) => break,
                // Blank lines between messages.
                None => continue,
            }
        }
        let head = line.split_once(':');
        if let Some((name, value)) = head
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse::<u64>().ok();
        }
    }
    let length = length.unwrap_or_default();
    if length > LARGEST {
        io::copy(&mut input.by_ref().take(length), &mut io::sink())?;
        return Ok(Some(Err(format!(
            "a message of {length} bytes is too large, and is left out"
        ))));
    }
    let mut body = Vec::new();
    input.by_ref().take(length).read_to_end(&mut body)?;
    if (body.len() as u64) < length {
        return Ok(None);
    }
    let message = serde_json::from_slice(&body);
    Ok(Some(message.map_err(|error| {
        format!("a message cannot be read: {error}")
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(text: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{text}", text.len())
    }

    fn all(text: &str) -> Vec<bool> {
        let mut input = text.as_bytes();
        let mut read_all = Vec::new();
        while let Some(message) = read(&mut input).unwrap() {
            read_all.push(message.is_ok());
        }
        read_all
    }

    #[test]
    fn what_is_no_message_is_left_out_and_the_next_is_read() {
        let good = framed(r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#);
        let text = format!("{good}{}{}{good}", framed("{"), framed("[1, 2]"));
        assert_eq!(all(&text), [true, false, false, true]);
        let other = good.replace("Content-Length", "Content-Type: a\r\ncontent-length");
        assert_eq!(all(&format!("{other}\r\n{good}")), [true, true]);
    }

    #[test]
    fn too_large_a_message_is_skipped() {
        let long = " ".repeat(usize::try_from(LARGEST).unwrap() + 1);
        let text = format!("{}{}", framed(&long), framed(r#"{"method":"a"}"#));
        assert_eq!(all(&text), [false, true]);
    }

    #[test]
    fn a_message_that_ends_too_early_is_the_end() {
        assert_eq!(all("Content-Length: 10\r\n\r\n{}"), [true; 0]);
        assert_eq!(all("Content-Length: 10"), [true; 0]);
    }

    #[test]
    fn messages_go_both_ways() {
        let input = framed(r#"{"jsonrpc":"2.0","id":1,"method":"a"}"#);
        let (connection, _) = over(io::Cursor::new(input.into_bytes()), io::sink());
        let message = connection.receiver.recv().unwrap();
        assert!(matches!(message, Message::Request(it) if it.method == "a"));
        assert!(connection.receiver.recv().is_err(), "the input ended");
    }
}
