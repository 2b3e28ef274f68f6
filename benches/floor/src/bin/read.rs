//! Only reads a CSV file, with the fastest reader found: `read FILE`. The floor of every run.

fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let mut reader = simd_csv::ReaderBuilder::new()
        .from_reader(std::fs::File::open(path).expect("it opens"));
    let mut record = simd_csv::ByteRecord::new();
    let (mut records, mut bytes) = (0_u64, 0_u64);
    while reader.read_byte_record(&mut record).expect("it is CSV") {
        records += 1;
        bytes += record.iter().map(|field| field.len() as u64).sum::<u64>();
    }
    println!("{records} records, {bytes} bytes");
}
