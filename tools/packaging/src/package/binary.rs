//! What a library was compiled for, as its first bytes tell: so that none gets into the folder of another
//! platform. And Apple's files for two processors, made of two files for one.

/// A file format with the processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Windows(Cpu),
    Elf(Cpu),
    Apple(Cpu),
    /// A static library; its objects are not looked at.
    Archive,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cpu {
    X64,
    X86,
    Arm64,
    Arm32,
    /// 64 bits of Intel and of Arm in one file.
    Universal,
}

const ARCHIVE: &[u8] = b"!<arch>\n";
const ELF: &[u8] = b"\x7fELF";
const WINDOWS: &[u8] = b"MZ";
const APPLE: u32 = 0xfeed_facf;
const APPLE_UNIVERSAL: u32 = 0xcafe_babe;
const APPLE_X64: u32 = 0x0100_0007;
const APPLE_ARM64: u32 = 0x0100_000c;
/// Pages of Apple's processors have 2^14 bytes, and a part begins on a page.
const APPLE_ALIGN: u32 = 14;

const ELF_MACHINES: [(u16, Cpu); 4] = [(62, Cpu::X64), (3, Cpu::X86), (183, Cpu::Arm64), (40, Cpu::Arm32)];
const WINDOWS_MACHINES: [(u16, Cpu); 3] = [(0x8664, Cpu::X64), (0x014c, Cpu::X86), (0xaa64, Cpu::Arm64)];

/// `None` for everything that no package has.
pub fn kind(bytes: &[u8]) -> Option<Kind> {
    if bytes.starts_with(ARCHIVE) {
        return Some(Kind::Archive);
    }
    if bytes.starts_with(ELF) {
        return cpu(&ELF_MACHINES, little16(bytes, 18)?).map(Kind::Elf);
    }
    if bytes.starts_with(WINDOWS) {
        let head = usize::try_from(little(bytes, 0x3c)?).ok()?;
        let signed = bytes.get(head..)?.starts_with(b"PE\0\0");
        return cpu(&WINDOWS_MACHINES, little16(bytes, head + 4)?).filter(|_| signed).map(Kind::Windows);
    }
    if little(bytes, 0)? == APPLE {
        return apple(little(bytes, 4)?).map(Kind::Apple);
    }
    if big(bytes, 0)? == APPLE_UNIVERSAL && big(bytes, 4)? == 2 {
        let parts = [apple(big(bytes, 8)?)?, apple(big(bytes, 28)?)?];
        return (parts[0] != parts[1]).then_some(Kind::Apple(Cpu::Universal));
    }
    None
}

/// The least that is a library of this kind, and can be loaded nowhere: for tests of what is packed.
pub fn stand_in(kind: Kind) -> Vec<u8> {
    let put = |at: usize, head: &[u8], number: &[u8]| {
        let mut bytes = vec![0; 128];
        bytes[..head.len()].copy_from_slice(head);
        bytes[at..at + number.len()].copy_from_slice(number);
        bytes
    };
    match kind {
        Kind::Archive => ARCHIVE.to_vec(),
        Kind::Elf(cpu) => put(18, ELF, &machine(&ELF_MACHINES, cpu).to_le_bytes()),
        Kind::Windows(cpu) => {
            let mut bytes = put(0x3c, WINDOWS, &[64]);
            bytes[64..68].copy_from_slice(b"PE\0\0");
            bytes[68..70].copy_from_slice(&machine(&WINDOWS_MACHINES, cpu).to_le_bytes());
            bytes
        }
        Kind::Apple(Cpu::Arm64) => put(4, &APPLE.to_le_bytes(), &APPLE_ARM64.to_le_bytes()),
        Kind::Apple(_) => put(4, &APPLE.to_le_bytes(), &APPLE_X64.to_le_bytes()),
    }
}

/// One file of Apple's dynamic libraries, each for one other processor.
pub fn universal(parts: &[Vec<u8>]) -> Option<Vec<u8>> {
    let mut file = Vec::new();
    file.extend(APPLE_UNIVERSAL.to_be_bytes());
    file.extend(u32::try_from(parts.len()).ok()?.to_be_bytes());
    let mut end = aligned(8 + 20 * parts.len());
    for part in parts {
        for number in [little(part, 4)?, little(part, 8)?, number(end)?, number(part.len())?, APPLE_ALIGN] {
            file.extend(number.to_be_bytes());
        }
        end = aligned(end + part.len());
    }
    for part in parts {
        file.resize(aligned(file.len()), 0);
        file.extend(part);
    }
    Some(file)
}

fn cpu(machines: &[(u16, Cpu)], machine: u16) -> Option<Cpu> {
    machines.iter().find(|(number, _)| *number == machine).map(|(_, cpu)| *cpu)
}

fn machine(machines: &[(u16, Cpu)], cpu: Cpu) -> u16 {
    machines.iter().find(|(_, known)| *known == cpu).map_or(0, |(number, _)| *number)
}

fn apple(machine: u32) -> Option<Cpu> {
    match machine {
        APPLE_X64 => Some(Cpu::X64),
        APPLE_ARM64 => Some(Cpu::Arm64),
        _ => None,
    }
}

fn aligned(length: usize) -> usize {
    length.next_multiple_of(1 << APPLE_ALIGN)
}

fn number(length: usize) -> Option<u32> {
    u32::try_from(length).ok()
}

fn four(bytes: &[u8], at: usize) -> Option<[u8; 4]> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok()
}

fn little(bytes: &[u8], at: usize) -> Option<u32> {
    four(bytes, at).map(u32::from_le_bytes)
}

fn big(bytes: &[u8], at: usize) -> Option<u32> {
    four(bytes, at).map(u32::from_be_bytes)
}

fn little16(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}
