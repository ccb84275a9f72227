// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.runs;

/** Where a run is. */
public enum RunState {
    QUEUED,
    RUNNING,
    /** It has an answer. */
    DONE,
    /** It has an error. */
    FAILED,
    /** Somebody did not want it any more. */
    CANCELLED,
    /** Its process ended under it. */
    INTERRUPTED;

    /** Whether nothing becomes of it any more. */
    public boolean isOver() {
        return switch (this) {
            case QUEUED, RUNNING -> false;
            case DONE, FAILED, CANCELLED, INTERRUPTED -> true;
        };
    }
}
