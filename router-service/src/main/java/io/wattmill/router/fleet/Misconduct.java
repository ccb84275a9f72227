// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import java.util.Locale;

/**
 * Why an engine is to be ejected.
 *
 * @param reason for a person
 */
public record Misconduct(Cause cause, String reason) {

    /** What kind of why. */
    public enum Cause {
        /** It failed several requests in a row. */
        FAILURES_IN_ROW,
        /** It fails too large a share of its requests. */
        ERROR_SHARE,
        /** Its first tokens come far later than its peers'. */
        LATENESS,
        /** It accepts requests and answers none. */
        NO_ANSWER,
        /** The request that tried it again failed. */
        PROBE_FAILED;

        /** Value of a metric's label: {@code failures-in-row}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
