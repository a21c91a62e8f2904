//! What the log promises, each promise as a test; `world` is a team over a storage in memory.

mod client;
#[path = "../tests/counting/mod.rs"]
mod counting;
mod history;
mod invariants;
mod items;
mod joining;
mod kept_state;
mod leases;
mod members;
mod model;
mod simulation;
mod snapshots;
mod world;
