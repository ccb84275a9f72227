// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

import io.wattmill.twin.figure.Figure;

import java.util.List;

/**
 * What becomes of the ratios when one assumption is otherwise.
 *
 * @param rebuilt with it
 * @param moves by which factor it moves the ratio that it moves most, at least 1
 * @param mismatches ratios that its source gives, and that do not follow from the same constants
 */
public record Hinge(
        String assumption,
        String name,
        String source,
        Rebuilt rebuilt,
        double moves,
        List<Mismatch> mismatches) {

    /**
     * A ratio that is said and does not follow.
     *
     * @param said by the source
     * @param follows from the constants
     */
    public record Mismatch(Ratio ratio, Figure said, Figure follows) {}
}
