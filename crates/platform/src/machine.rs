//! What this machine has.

use sysinfo::{MemoryRefreshKind, RefreshKind, System};

/// Main memory in bytes, or what the control group (a container) allows when that is less; 0 when unknown.
pub fn total_memory() -> u64 {
    let memory = RefreshKind::nothing().with_memory(MemoryRefreshKind::nothing().with_ram());
    let Ok(system) = System::new_with_specifics(memory) else {
        return 0;
    };
    let total = system.total_memory();
    match system.cgroup_limits() {
        Some(limits) if limits.total_memory > 0 => total.min(limits.total_memory),
        _ => total,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_machine_that_runs_this_has_at_least_64_mib() {
        assert!(super::total_memory() >= 64 << 20);
    }
}
