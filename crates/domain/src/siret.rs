//! The SIRET of an organization: fourteen digits whose first nine satisfy Luhn's check, La Poste excepted
//! (its establishments do not).

/// The digits of a SIRET, or why it is none, in the words of udata.
pub fn check(text: &str) -> Result<String, &'static str> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() != 14 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("A siret number is made of 14 digits");
    }
    let siren: String = digits.chars().take(9).collect();
    if siren != "356000000" && !luhn(&siren) {
        return Err("Invalid Siret number");
    }
    Ok(digits)
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0') * if place % 2 == 1 { 2 } else { 1 };
            if digit > 9 { digit - 9 } else { digit }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn checks_length_and_key() {
        assert_eq!(check("130 025 265 00013"), Ok("13002526500013".to_owned()));
        assert!(check("123").is_err());
        assert!(check("12345678900013").is_err());
        assert!(check("35600000000048").is_ok());
        assert!(check("é3002526500013").is_err());
    }
}
