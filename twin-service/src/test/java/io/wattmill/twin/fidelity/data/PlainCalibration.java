// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.data;

import io.wattmill.router.engine.Calibration;

/**
 * A calibration of those factors that small data sets can tell; all others are 1, and what layers
 * of special kinds take besides is 0.
 *
 * @param experts factor on reading and multiplying experts
 * @param reduceLatency factor on the latency of all-reduces
 * @param reduceBytes factor on their bytes' time
 * @param overlap of the shorter of reading and computing, see {@link Calibration}
 * @param perLayer seconds in every step
 * @param perSequence seconds in every step
 * @param perStep seconds in every step
 */
public record PlainCalibration(
        double experts,
        double reduceLatency,
        double reduceBytes,
        double overlap,
        double perLayer,
        double perSequence,
        double perStep) {

    /** With kernels' starts counted as the kernel table has them. */
    public Calibration calibration() {
        return new Calibration(
                1,
                experts,
                1,
                experts,
                1,
                1,
                1,
                reduceLatency,
                1,
                reduceBytes,
                overlap,
                1,
                perLayer,
                0,
                0,
                0,
                1,
                1,
                perSequence,
                0,
                perStep);
    }
}
