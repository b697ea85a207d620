//! New files of Windows for this user alone, where Unix has a mode: with an access list of their own from the moment that
//! they are made, so that what their folder hands down to its files never applies. Renaming keeps the list.

#![allow(unsafe_code)]

use std::ffi::c_void;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::windows::ffi::OsStrExt;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::path::{Component, Path, Prefix};
use std::ptr::{from_mut, null_mut};

use windows_sys::Win32::Foundation::{ERROR_NO_TOKEN, GENERIC_WRITE, GetLastError, INVALID_HANDLE_VALUE};
use windows_sys::Win32::Security::{
    ACL, ACL_REVISION, AddAccessAllowedAce, GetTokenInformation, InitializeAcl, InitializeSecurityDescriptor,
    PSID, SE_DACL_PROTECTED, SECURITY_ATTRIBUTES, SECURITY_DESCRIPTOR, SetSecurityDescriptorControl,
    SetSecurityDescriptorDacl, SetSecurityDescriptorOwner, TOKEN_APPCONTAINER_INFORMATION,
    TOKEN_INFORMATION_CLASS, TOKEN_QUERY, TOKEN_USER, TokenAppContainerSid, TokenUser,
};
use windows_sys::Win32::Storage::FileSystem::{
    CREATE_NEW, CreateFileW, FILE_ALL_ACCESS, FILE_ATTRIBUTE_NORMAL, FILE_SHARE_DELETE, FILE_SHARE_READ,
    FILE_SHARE_WRITE, GetDriveTypeW, GetVolumeInformationByHandleW,
};
use windows_sys::Win32::System::SystemServices::{FILE_PERSISTENT_ACLS, SECURITY_DESCRIPTOR_REVISION};
use windows_sys::Win32::System::Threading::{
    GetCurrentProcess, GetCurrentThread, OpenProcessToken, OpenThreadToken,
};
use windows_sys::Win32::System::WindowsProgramming::DRIVE_REMOTE;

use crate::runtime::log;

/// A new file, to be written.
pub fn create(path: &Path) -> io::Result<File> {
    // Its server knows other users than this machine: whom a list from here would let in is nobody, perhaps.
    if is_remote(path) {
        not_alone("the rights of its network drive apply");
        return OpenOptions::new().write(true).create_new(true).open(path);
    }
    let mut rights = Rights::of_this_user()?;
    let file = create_with(path, &rights.attributes()?)?;
    if !keeps_lists(&file) {
        not_alone("its drive keeps no access rights");
    }
    Ok(file)
}

fn not_alone(why: &str) {
    log::warn(|| format!("a file that is being written cannot be made its owner's alone: {why}"));
}

fn is_remote(path: &Path) -> bool {
    let whole = std::path::absolute(path);
    let Some(Component::Prefix(prefix)) = whole.as_deref().unwrap_or(path).components().next() else {
        return false;
    };
    match prefix.kind() {
        Prefix::UNC(..) | Prefix::VerbatimUNC(..) => true,
        Prefix::Disk(letter) | Prefix::VerbatimDisk(letter) => {
            let root = [u16::from(letter), u16::from(b':'), u16::from(b'\\'), 0];
            // SAFETY: a terminated text.
            unsafe { GetDriveTypeW(root.as_ptr()) == DRIVE_REMOTE }
        }
        _ => false,
    }
}

fn create_with(path: &Path, attributes: &SECURITY_ATTRIBUTES) -> io::Result<File> {
    let path = verbatim(path)?;
    let shared = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    // SAFETY: a terminated text and attributes that outlive the call.
    let handle = unsafe {
        CreateFileW(
            path.as_ptr(),
            GENERIC_WRITE,
            shared,
            attributes,
            CREATE_NEW,
            FILE_ATTRIBUTE_NORMAL,
            null_mut(),
        )
    };
    if handle == INVALID_HANDLE_VALUE {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: made just now, and nobody else's.
    Ok(unsafe { File::from_raw_handle(handle) })
}

/// In the form that may be longer than 260 characters, with its terminator.
fn verbatim(path: &Path) -> io::Result<Vec<u16>> {
    const SHARE: &str = r"\\";
    let whole = std::path::absolute(path)?;
    let text: Vec<u16> = whole.as_os_str().encode_wide().collect();
    if text.contains(&0) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "there is a zero byte in the path"));
    }
    let begins = |start: &str| text.iter().copied().zip(start.encode_utf16()).all(|(a, b)| a == b);
    let (prefix, rest) = if begins(r"\\?\") || begins(r"\\.\") {
        ("", &text[..])
    } else if begins(SHARE) {
        (r"\\?\UNC\", &text[SHARE.len()..])
    } else {
        (r"\\?\", &text[..])
    };
    Ok(prefix.encode_utf16().chain(rest.iter().copied()).chain([0]).collect())
}

/// FAT and its like do not.
fn keeps_lists(file: &File) -> bool {
    let mut flags = 0;
    // SAFETY: the file is open, and `flags` outlives the call; nothing else is asked for.
    let known = unsafe {
        let none = null_mut();
        GetVolumeInformationByHandleW(
            file.as_raw_handle(),
            null_mut(),
            0,
            none,
            none,
            &raw mut flags,
            null_mut(),
            0,
        )
    };
    known != 0 && flags & FILE_PERSISTENT_ACLS != 0
}

/// Room for a structure that begins with the place of an identity, which is at most 68 bytes and lies behind it.
#[repr(C, align(8))]
struct Told([u8; 128]);

/// Room for a list of two such identities.
#[repr(C, align(8))]
struct List([u8; 256]);

/// Whom the file belongs to and who may do what with it. Filled in place: the parts point to each other.
struct Rights {
    user: Told,
    /// Store apps run in a container of their own, and may open nothing that is for their user alone.
    container: Told,
    list: List,
    descriptor: SECURITY_DESCRIPTOR,
}

impl Rights {
    /// Whoever this thread acts for, as services do; mostly the process' own user.
    fn of_this_user() -> io::Result<Box<Rights>> {
        let token = token()?;
        let mut rights = Box::new(Rights {
            user: Told([0; 128]),
            container: Told([0; 128]),
            list: List([0; 256]),
            descriptor: SECURITY_DESCRIPTOR::default(),
        });
        ask(&token, TokenUser, &mut rights.user)?;
        // What knows no containers has none.
        let _ = ask(&token, TokenAppContainerSid, &mut rights.container);
        Ok(rights)
    }

    /// For a new file. Borrowed of this.
    fn attributes(&mut self) -> io::Result<SECURITY_ATTRIBUTES> {
        // SAFETY: both were filled by the system, or are zero.
        let (user, container) = unsafe {
            let user = self.user.0.as_ptr().cast::<TOKEN_USER>().read();
            let container = self.container.0.as_ptr().cast::<TOKEN_APPCONTAINER_INFORMATION>().read();
            (user.User.Sid, container.TokenAppContainer)
        };
        let list = from_mut(&mut self.list.0).cast::<ACL>();
        let descriptor = from_mut(&mut self.descriptor).cast::<c_void>();
        // SAFETY: all of these are in `self`, which the caller keeps; sizes are as said.
        unsafe {
            done(InitializeAcl(list, size_of::<List>() as u32, ACL_REVISION))?;
            for identity in [user, container].into_iter().filter(|identity: &PSID| !identity.is_null()) {
                done(AddAccessAllowedAce(list, ACL_REVISION, FILE_ALL_ACCESS, identity))?;
            }
            done(InitializeSecurityDescriptor(descriptor, SECURITY_DESCRIPTOR_REVISION))?;
            // An administrator's files would belong to all administrators.
            done(SetSecurityDescriptorOwner(descriptor, user, 0))?;
            done(SetSecurityDescriptorDacl(descriptor, 1, list, 0))?;
            done(SetSecurityDescriptorControl(descriptor, SE_DACL_PROTECTED, SE_DACL_PROTECTED))?;
        }
        let length = size_of::<SECURITY_ATTRIBUTES>() as u32;
        Ok(SECURITY_ATTRIBUTES { nLength: length, lpSecurityDescriptor: descriptor, bInheritHandle: 0 })
    }
}

fn token() -> io::Result<OwnedHandle> {
    let mut token = null_mut();
    // SAFETY: `token` outlives the calls; what they put there is open and ours.
    unsafe {
        if OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, 1, &raw mut token) == 0 {
            if GetLastError() != ERROR_NO_TOKEN {
                return Err(io::Error::last_os_error());
            }
            done(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &raw mut token))?;
        }
        Ok(OwnedHandle::from_raw_handle(token))
    }
}

fn ask(token: &OwnedHandle, what: TOKEN_INFORMATION_CLASS, answer: &mut Told) -> io::Result<()> {
    let mut length = 0;
    let room = from_mut(&mut answer.0).cast::<c_void>();
    // SAFETY: there is as much room as is said.
    done(unsafe {
        GetTokenInformation(token.as_raw_handle(), what, room, size_of::<Told>() as u32, &raw mut length)
    })
}

fn done(result: i32) -> io::Result<()> {
    if result == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use windows_sys::Win32::Security::{ACCESS_ALLOWED_ACE, EqualSid, GetAce, SE_DACL_PRESENT};

    #[test]
    fn a_path_of_any_form_may_be_long() {
        for (path, long) in [
            (r"C:\a\b", r"\\?\C:\a\b"),
            ("C:/a/../b", r"\\?\C:\b"),
            (r"\\server\share\a", r"\\?\UNC\server\share\a"),
            (r"\\?\C:\a", r"\\?\C:\a"),
            ("C:\\\u{1f511}", "\\\\?\\C:\\\u{1f511}"),
        ] {
            let expected: Vec<u16> = long.encode_utf16().chain([0]).collect();
            assert_eq!(verbatim(Path::new(path)).unwrap(), expected, "{path}");
        }
        assert!(verbatim(Path::new("C:\\a\0b")).is_err());
    }

    #[test]
    fn a_new_file_belongs_to_this_user_and_its_list_has_one_entry_and_takes_none_from_its_folder() {
        let mut rights = Rights::of_this_user().unwrap();
        let attributes = rights.attributes().unwrap();
        assert_eq!(attributes.bInheritHandle, 0);
        // SAFETY: made just now, and `rights` outlives all that is read of it.
        unsafe {
            let descriptor = attributes.lpSecurityDescriptor.cast::<SECURITY_DESCRIPTOR>().read();
            let control = SE_DACL_PRESENT | SE_DACL_PROTECTED;
            assert_eq!(descriptor.Control & control, control);
            assert_eq!((*descriptor.Dacl).AceCount, 1);
            let mut entry = null_mut();
            assert_ne!(GetAce(descriptor.Dacl, 0, &raw mut entry), 0);
            let entry = entry.cast::<ACCESS_ALLOWED_ACE>();
            assert_eq!(
                ((*entry).Mask, (*entry).Header.AceFlags, (*entry).Header.AceType),
                (FILE_ALL_ACCESS, 0, 0)
            );
            assert_ne!(EqualSid((&raw mut (*entry).SidStart).cast(), descriptor.Owner), 0);
        }
    }

    #[test]
    fn shares_are_remote() {
        assert!(is_remote(Path::new(r"\\server\share\a")) && is_remote(Path::new(r"\\?\UNC\server\share\a")));
        assert!(!is_remote(&std::env::temp_dir()));
    }
}
