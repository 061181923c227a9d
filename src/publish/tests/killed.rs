//! Runs and recoveries that are killed after each of their steps.

use super::*;

/// Kills a run that changes `from` into B after each step, then the recovery after each step of its own.
fn check_kills(from: Option<&[(&str, &str)]>, how: Try) {
    let before = from.map_or_else(BTreeMap::new, whole);
    let states = [before.clone(), whole(B)];
    let start = || from.map_or_else(Site::bare, Site::with);
    for steps in 0.. {
        let site = start();
        let run = |means: &Means| folder_with(&tree(B), &site.target, &imprint(), Overwrite::Ours, means);
        let finished = killed_after(steps, how, run).is_some();
        if how == Try::WhereSupported {
            let mut now = snapshot(site.temp.path());
            now.retain(|name, _| !name.starts_with('.'));
            assert!(states.contains(&now), "before any recovery, after step {steps}: {:?}", now.keys());
        }
        for again in 0.. {
            let recovery = |means: &Means| recover_with(&site.target, means);
            if killed_after(again, how, recovery).transpose().expect("recovers").is_some() {
                break;
            }
        }
        let now = snapshot(site.temp.path());
        assert!(states.contains(&now), "after step {steps}: {:?}", now.keys());
        site.publish(B).expect("publishes");
        site.assert_is(B, "in the end");
        if finished {
            assert!(steps > 8, "only {steps} steps were there to be killed at");
            return;
        }
    }
}

#[test]
fn killed_after_any_step_the_old_site_or_the_new_one_stands_whole() {
    for how in [Try::WhereSupported, Try::Never] {
        check_kills(Some(A), how);
        check_kills(None, how);
    }
}

/// The recovery, interrupted once at each of its steps, ends as well as an uninterrupted one.
#[test]
fn a_recovery_can_itself_be_killed() {
    for how in [Try::WhereSupported, Try::Never] {
        for steps in 0.. {
            let mut finished = false;
            for again in 0.. {
                let site = Site::with(A);
                let run =
                    |means: &Means| folder_with(&tree(B), &site.target, &imprint(), Overwrite::Ours, means);
                finished = killed_after(steps, how, run).is_some();
                let recovery = |means: &Means| recover_with(&site.target, means);
                let recovered = killed_after(again, how, recovery).transpose().expect("recovers").is_some();
                recover(&site.target).expect("recovers");
                let now = snapshot(site.temp.path());
                assert!([whole(A), whole(B)].contains(&now), "{steps} {again}: {:?}", now.keys());
                if recovered {
                    break;
                }
            }
            if finished {
                break;
            }
        }
    }
}
