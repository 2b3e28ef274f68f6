//! The judge itself: on policies whose faults are known, it finds those and no others.
