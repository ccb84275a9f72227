// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import java.util.Locale;

/** What is counted of a stream of KV events. */
public enum Tally {
    /** Batches that were read. */
    BATCHES,
    /** Events, or batches, that could not be read. */
    MALFORMED,
    /** Events of kinds that are not known here. */
    UNKNOWN,
    /** Events or batches that were dropped because a limit was reached. */
    BEYOND_LIMITS,
    /** Batches that came twice. */
    OLD,
    /** Batches were missing, and a replay was asked for. */
    GAPS,
    /** What was missing is gone: the engine's part was forgotten. */
    GONE,
    /** The engine began anew, and its part was forgotten. */
    RESTARTS,
    /** Blocks whose parent is not known, so that they have no name. */
    ORPHANS,
    /** Blocks that tokens alone do not name, of other layers or of too few tokens. */
    PASSED_OVER,
    /** Blocks that did not fit. */
    FULL;

    /** As metrics name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
