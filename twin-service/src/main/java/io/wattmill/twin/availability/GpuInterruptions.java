// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.availability;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;

/**
 * How often GPUs interrupt what runs on them. Meta's table of Llama 3's training (as reported by
 * DCD): 419 unexpected interruptions in 54 days on 16,384 H100, 256 of them by GPUs and their
 * memory. Training stops all GPUs for one that fails, so that this is the most that inference has
 * to expect.
 */
public final class GpuInterruptions {
    private static final double GPU_HOURS = 54 * 24 * 16_384.0;

    /** GPU-hours per interruption of any cause, up to those of GPUs and their memory alone. */
    public static final Figure GPU_HOURS_BETWEEN =
            new Figure(
                    GPU_HOURS / 419,
                    GPU_HOURS / 419,
                    GPU_HOURS / 256,
                    Provenance.DERIVED,
                    "Llama 3: 419 interruptions in 54 days on 16,384 H100");

    private GpuInterruptions() {}

    /** Days between two interruptions somewhere in a fleet of so many. */
    public static Figure daysBetween(long gpus) {
        return GPU_HOURS_BETWEEN.times(1.0 / (24 * gpus));
    }

    /** Interruptions a year in a fleet of so many. */
    public static Figure perYear(long gpus) {
        Figure year = Figure.exact(8_760.0 * gpus, Provenance.DERIVED, "GPU-hours of a year");
        return year.per(GPU_HOURS_BETWEEN);
    }
}
