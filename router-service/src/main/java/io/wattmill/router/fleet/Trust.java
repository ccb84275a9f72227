// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import java.util.Optional;

/** Whether a node's reports are believed. One lie ends it, several honest reports restore it. */
final class Trust {
    private Optional<Finding> doubt = Optional.empty();
    private int honest;
    private long refused;

    /** Takes the judgement of a report. Returns whether the report is to be believed. */
    boolean admits(Optional<Finding> found, TelemetryRules rules) {
        if (found.isPresent()) {
            doubt = found;
            honest = 0;
            refused++;
        } else if (doubt.isPresent() && ++honest >= rules.honestReports()) {
            doubt = Optional.empty();
        }
        return doubt.isEmpty();
    }

    /** Why it is not believed, if so. */
    Optional<Finding> doubt() {
        return doubt;
    }

    /** Reports refused since the node is known. */
    long refused() {
        return refused;
    }
}
