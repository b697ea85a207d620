//! Tests that are not Rust's own: counted, and told like them.

/// What passed and what did not.
#[derive(Default)]
pub struct Tally {
    pub passed: u32,
    pub failures: Vec<String>,
    pub skipped: Vec<String>,
}

impl Tally {
    /// Notes one test by the sentence that it proves, with the reason if it failed.
    pub fn note(&mut self, sentence: &str, result: Result<(), String>) {
        match result {
            Ok(()) => {
                self.passed += 1;
                println!("ok      {sentence}");
            }
            Err(why) => {
                println!("FAILED  {sentence}\n{why}");
                self.failures.push(sentence.to_owned());
            }
        }
    }

    /// Notes one test that this machine does not allow.
    pub fn skip(&mut self, sentence: &str, why: &str) {
        println!("SKIPPED {sentence}\n{why}");
        self.skipped.push(sentence.to_owned());
    }

    /// The closing line; an error if anything failed.
    pub fn close(&self) -> Result<(), String> {
        for sentence in &self.failures {
            println!("failed: {sentence}");
        }
        for sentence in &self.skipped {
            println!("skipped: {sentence}");
        }
        println!("{} passed, {} failed, {} skipped", self.passed, self.failures.len(), self.skipped.len());
        if self.failures.is_empty() { Ok(()) } else { Err("there are failed tests".to_owned()) }
    }
}
