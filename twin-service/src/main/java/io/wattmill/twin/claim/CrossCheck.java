// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

import io.wattmill.twin.figure.Figure;

import java.util.Optional;

/**
 * What somebody else measured of the same or like systems.
 *
 * @param name what was measured
 * @param tokensA tokens per second per GPU of a system like side a's
 * @param tokensB of one like side b's
 * @param kwA kilowatts per GPU under that load
 * @param kwB the same of b's
 */
public record CrossCheck(
        String name,
        String source,
        Figure tokensA,
        Figure tokensB,
        Optional<Figure> kwA,
        Optional<Figure> kwB) {

    /** B over a in tokens per GPU. */
    public Figure perGpu() {
        return tokensB.per(tokensA);
    }

    /** B over a in tokens per megawatt, where both were metered. */
    public Optional<Figure> perMegawatt() {
        return kwA.flatMap(a -> kwB.map(b -> perGpu().times(a).per(b)));
    }
}
