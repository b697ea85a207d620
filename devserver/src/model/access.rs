//! An app's access lists: who may not, and who alone may, by address and by hardware id.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::values::error::Error;

const MAX_ENTRIES: usize = 1000;
const MAX_HWID_LENGTH: usize = 128;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct AccessLists {
    pub hwid_blacklist: Vec<String>,
    pub hwid_whitelist: Vec<String>,
    pub ip_blacklist: Vec<IpAddr>,
    pub ip_whitelist: Vec<IpAddr>,
}

/// A change of some of the lists; the others stay.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct AccessUpdate {
    hwid_blacklist: Option<Vec<String>>,
    hwid_whitelist: Option<Vec<String>>,
    ip_blacklist: Option<Vec<IpAddr>>,
    ip_whitelist: Option<Vec<IpAddr>>,
}

/// One entry for one list, as the developer API sends it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccessEntry {
    #[serde(rename = "type")]
    kind: EntryKind,
    value: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum EntryKind {
    Hwid,
    Ip,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListColor {
    Black,
    White,
}

impl AccessLists {
    /// Address before hardware id, black before white.
    pub(crate) fn admit(&self, ip: IpAddr, hwid: &str) -> bool {
        !self.ip_blacklist.contains(&ip)
            && (self.ip_whitelist.is_empty() || self.ip_whitelist.contains(&ip))
            && !self.hwid_blacklist.iter().any(|entry| entry == hwid)
            && (self.hwid_whitelist.is_empty() || self.hwid_whitelist.iter().any(|entry| entry == hwid))
    }

    pub(crate) fn updated(&self, update: AccessUpdate) -> Result<Self, Error> {
        let next = self.clone();
        Self {
            hwid_blacklist: update.hwid_blacklist.unwrap_or(next.hwid_blacklist),
            hwid_whitelist: update.hwid_whitelist.unwrap_or(next.hwid_whitelist),
            ip_blacklist: update.ip_blacklist.unwrap_or(next.ip_blacklist),
            ip_whitelist: update.ip_whitelist.unwrap_or(next.ip_whitelist),
        }
        .checked()
    }

    pub(crate) fn with_entry(&self, color: ListColor, entry: &AccessEntry) -> Result<Self, Error> {
        let mut next = self.without_entry(color, entry)?;
        match entry.kind {
            EntryKind::Hwid => next.hwids(color).push(entry.value.clone()),
            EntryKind::Ip => next.ips(color).push(entry.ip()?),
        }
        next.checked()
    }

    pub(crate) fn without_entry(&self, color: ListColor, entry: &AccessEntry) -> Result<Self, Error> {
        let mut next = self.clone();
        match entry.kind {
            EntryKind::Hwid => next.hwids(color).retain(|known| *known != entry.value),
            EntryKind::Ip => {
                let ip = entry.ip()?;
                next.ips(color).retain(|known| *known != ip);
            }
        }
        Ok(next)
    }

    /// With what a program says about the machine it runs on.
    pub(crate) fn with_banned(&self, hwid: Option<&str>, ip: Option<IpAddr>) -> Result<Self, Error> {
        let mut next = self.clone();
        if let Some(hwid) = hwid.filter(|hwid| !self.hwid_blacklist.iter().any(|known| known == hwid)) {
            next.hwid_blacklist.push(hwid.to_owned());
        }
        next.ip_blacklist.extend(ip.filter(|ip| !self.ip_blacklist.contains(ip)));
        next.checked()
    }

    pub(crate) fn checked(mut self) -> Result<Self, Error> {
        // Callers are compared in their plain form: ::ffff:127.0.0.1 is 127.0.0.1.
        for (name, list) in [("ipBlacklist", &mut self.ip_blacklist), ("ipWhitelist", &mut self.ip_whitelist)]
        {
            list.iter_mut().for_each(|ip| *ip = ip.to_canonical());
            check_length(name, list.len())?;
        }
        for (name, list) in [("hwidBlacklist", &self.hwid_blacklist), ("hwidWhitelist", &self.hwid_whitelist)]
        {
            check_length(name, list.len())?;
            for (at, hwid) in list.iter().enumerate() {
                let length = hwid.chars().count();
                if !(1..=MAX_HWID_LENGTH).contains(&length) {
                    return Err(Error::new(format!(
                        "{name}[{at}] has {length} characters, need 1 to {MAX_HWID_LENGTH}"
                    )));
                }
            }
        }
        Ok(self)
    }

    fn hwids(&mut self, color: ListColor) -> &mut Vec<String> {
        match color {
            ListColor::Black => &mut self.hwid_blacklist,
            ListColor::White => &mut self.hwid_whitelist,
        }
    }

    fn ips(&mut self, color: ListColor) -> &mut Vec<IpAddr> {
        match color {
            ListColor::Black => &mut self.ip_blacklist,
            ListColor::White => &mut self.ip_whitelist,
        }
    }
}

impl AccessEntry {
    fn ip(&self) -> Result<IpAddr, Error> {
        self.value.parse().map_err(|_| Error::new(format!("value is \"{}\", need an IP address", self.value)))
    }
}

fn check_length(name: &str, length: usize) -> Result<(), Error> {
    if length > MAX_ENTRIES {
        return Err(Error::new(format!("{name} has {length} entries, at most {MAX_ENTRIES}")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn empty_lists_admit_everybody() {
        assert!(AccessLists::default().admit(HOME, "h"));
    }

    #[test]
    fn a_whitelist_admits_only_its_entries_and_a_blacklist_wins_over_it() {
        let mut lists = AccessLists { hwid_whitelist: vec!["h".into()], ..AccessLists::default() };
        assert!(lists.admit(HOME, "h"));
        assert!(!lists.admit(HOME, "g"));
        lists.hwid_blacklist.push("h".into());
        assert!(!lists.admit(HOME, "h"));

        let mut lists = AccessLists { ip_whitelist: vec![HOME], ..AccessLists::default() };
        assert!(lists.admit(HOME, "h"));
        assert!(!lists.admit(IpAddr::from([10, 0, 0, 1]), "h"));
        lists.ip_blacklist.push(HOME);
        assert!(!lists.admit(HOME, "h"));
    }

    #[test]
    fn entries_are_checked_by_name() {
        let lists =
            AccessLists { hwid_whitelist: vec!["h".into(), "x".repeat(129)], ..AccessLists::default() };
        let error = lists.checked().unwrap_err().to_string();
        assert_eq!(error, "hwidWhitelist[1] has 129 characters, need 1 to 128");
        let lists = AccessLists { ip_blacklist: vec![HOME; 1001], ..AccessLists::default() };
        assert!(lists.checked().is_err());
    }

    #[test]
    fn a_ban_adds_each_entry_once_and_all_or_nothing() {
        let lists = AccessLists::default().with_banned(Some("h"), Some(HOME)).unwrap();
        assert_eq!(lists.with_banned(Some("h"), Some(HOME)).unwrap(), lists);
        assert_eq!(lists.with_banned(None, None).unwrap(), lists);
        assert!(lists.with_banned(Some(&"x".repeat(129)), None).is_err());
        let full = AccessLists {
            ip_blacklist: (0..1000).map(|n: u32| IpAddr::from(n.to_be_bytes())).collect(),
            ..lists
        };
        assert!(full.with_banned(None, Some(HOME)).is_err());
        assert!(full.with_banned(Some("g"), None).is_ok());
    }
}
