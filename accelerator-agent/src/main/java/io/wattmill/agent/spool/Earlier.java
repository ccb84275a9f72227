// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import io.wattmill.agent.buffer.Backlog;

/**
 * What earlier runs left in a folder that opened when this run was at work already, too late to
 * come first: it is taken over a batch at a time, as if it came now. Until then no acknowledgement
 * of this run's own may speak for it.
 */
final class Earlier {

    private boolean settled;
    private boolean late;
    private boolean reading;
    private long waiting;
    private long takenUpTo = Backlog.START;

    /** It opened in time, or holds nothing. */
    void settle() {
        settled = true;
    }

    /** It opened late, and so many items wait in it. */
    void late(long items) {
        late = true;
        waiting = items;
    }

    /** Whether an acknowledgement of this run's own speaks for earlier ones too. */
    boolean settled() {
        return settled;
    }

    /** Whether a batch is to be read now. */
    boolean wanted() {
        return late && !settled && !reading;
    }

    /** Whether a batch is being read. */
    void reading(boolean now) {
        reading = now;
    }

    /** A batch is this run's own now. */
    void taken(int items, long upTo, boolean last) {
        reading = false;
        takenUpTo = upTo;
        waiting = last ? 0 : Math.max(0, waiting - items);
        settled = last;
    }

    /** So many of them had to go for newer ones. */
    void lost(long items) {
        waiting = Math.max(0, waiting - items);
    }

    long takenUpTo() {
        return takenUpTo;
    }

    long waiting() {
        return waiting;
    }
}
