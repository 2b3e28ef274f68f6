//! How blocks share the lines that there are.

/// How many lines each of some blocks gets, of which each wants so many: none gets more than it
/// wants, what one leaves is for the others, and where one line is too few for all, the first ones
/// get it.
pub(super) fn shared(wants: &[usize], mut room: usize) -> Vec<usize> {
    let mut given = vec![0; wants.len()];
    loop {
        let open = given.iter().zip(wants).filter(|(has, wants)| has < wants);
        let count = open.count();
        if room == 0 || count == 0 {
            return given;
        }
        let each = (room / count).max(1);
        for (has, wants) in given.iter_mut().zip(wants) {
            let more = wants.saturating_sub(*has).min(each).min(room);
            *has += more;
            room -= more;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_gets_more_than_he_wants_and_nothing_is_left_over() {
        assert_eq!(shared(&[3, 2], 10), [3, 2]);
        assert_eq!(shared(&[20, 2, 20], 12), [5, 2, 5]);
        assert_eq!(shared(&[20, 20], 7), [4, 3]);
        assert_eq!(shared(&[5, 5, 5], 2), [1, 1, 0]);
        assert_eq!(shared(&[5], 0), [0]);
        assert_eq!(shared(&[], 5), Vec::<usize>::new());
    }
}
