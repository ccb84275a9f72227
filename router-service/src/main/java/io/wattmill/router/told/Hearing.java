// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.told;

/** How an engine's word on its cache is heard, the worst first. */
public enum Hearing {
    /** It tells nothing, or nobody listens. */
    OFF,
    /**
     * It tells, and what it has now is not known: what was placed there is all there is to go by.
     */
    BLIND,
    /** Known is what it stored since some moment; it may have more from before. */
    PARTIAL,
    /** All that it has is known. */
    EXACT
}
