// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import java.util.List;

/** What became of a site run. */
public sealed interface SiteOutcome {

    /** It ran, to its end or until it was cancelled. */
    record Ran(SiteRun run) implements SiteOutcome {}

    /** It did not start; all that is in the way. */
    record Refused(List<Reason> reasons) implements SiteOutcome {}

    /**
     * Something in the way.
     *
     * @param problem with its figures
     * @param fix what to write or to ask for instead
     */
    record Reason(String problem, String fix) {}
}
