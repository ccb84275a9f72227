// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/** How a figure is known, the most trustworthy first. */
public enum Provenance {
    /** Read off a meter or a clock, here or in a cited measurement of the same thing. */
    MEASURED,
    /** A measured form whose constants were fitted to measurements, within their range. */
    FITTED,
    /** Computed from facts or from fits of something similar, or set by hand at a few points. */
    DERIVED,
    /** Somebody's word: a vendor's, a paper's. */
    CLAIMED,
    /** Nobody's word: a default that the plan did not replace. */
    ASSUMED;

    /** What a figure is worth that is made of both: the less trustworthy of the two. */
    public Provenance and(Provenance other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
