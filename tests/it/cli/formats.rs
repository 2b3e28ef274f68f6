//! Files of leads that only some builds of the program read: each says what this build does with them.

use crate::program::Folder;

/// `email,employees` and two leads, as the program `zstd` 1.5.4 packs them.
const PACKED: &[u8] = &[
    0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x58, 0x71, 0x01, 0x00, 0x65, 0x6d, 0x61, 0x69, 0x6c, 0x2c, 0x65,
    0x6d, 0x70, 0x6c, 0x6f, 0x79, 0x65, 0x65, 0x73, 0x0a, 0x61, 0x40, 0x61, 0x2e, 0x65, 0x78, 0x61,
    0x6d, 0x70, 0x6c, 0x65, 0x2c, 0x33, 0x30, 0x30, 0x0a, 0x62, 0x40, 0x62, 0x2e, 0x65, 0x78, 0x61,
    0x6d, 0x70, 0x6c, 0x65, 0x2c, 0x32, 0x0a, 0x1e, 0x33, 0x2a, 0x2a,
];

#[test]
fn what_zstd_packed_is_unpacked_or_said_to_be_packed() {
    let folder = Folder::with(super::GOOD);
    folder.write("a.csv.zst", PACKED);
    let run = ["run", "policy.ground", "a.csv.zst", "--format", "csv"];
    let called = folder.call(&run);
    if cfg!(feature = "zstd") {
        let called = called.ended(0);
        let leads =
            "key,row,size,forbidden,problems\na@a.example,2,large,,\nb@b.example,3,small,,\n";
        assert_eq!(called.out, leads);
        let piped = folder.call_with(&["run", "policy.ground", "-", "--format", "csv"], PACKED);
        assert_eq!(piped.ended(0).out, leads);
        folder.write("a.csv.zst", &PACKED[..PACKED.len() - 6]);
        let cut = folder.call(&run).ended(2);
        let error = "`a.csv.zst`: the file cannot be read: what zstd packed in it is cut off";
        assert!(cut.err.contains(error), "{}", cut.err);
    } else {
        let called = called.ended(2);
        assert_eq!(called.out, "");
        let error = "`a.csv.zst`: the file is packed by zstd, not CSV";
        assert!(called.err.contains(error), "{}", called.err);
        assert!(
            called.err.contains("`cargo build --features zstd`"),
            "{}",
            called.err
        );
    }
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_build_without_parquet_says_so() {
    let folder = Folder::with(super::GOOD);
    folder.write("a.parquet", b"PAR1\x15\x04\x15");
    let called = folder.call(&["run", "policy.ground", "a.parquet"]).ended(2);
    let error = "`a.parquet`: the file is a Parquet file, not CSV";
    assert!(called.err.contains(error), "{}", called.err);
    assert!(
        called.err.contains("`cargo build --features parquet`"),
        "{}",
        called.err
    );
    folder.write("a.csv", b"email,employees\n");
    let run = ["run", "policy.ground", "a.csv", "--format", "parquet"];
    let called = folder.call(&run).ended(2);
    assert_eq!(called.out, "");
    let error = "`--format parquet`: this groundrules was built without Parquet";
    assert!(called.err.contains(error), "{}", called.err);
    let help = folder.call(&["run", "--help"]).ended(0).out;
    assert!(!help.contains("parquet"), "{help}");
}
