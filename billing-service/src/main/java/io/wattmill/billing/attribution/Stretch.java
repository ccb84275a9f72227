// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.attribution;

/** A stretch of time, epoch microseconds; {@code toUs} is not in it. */
record Stretch(long fromUs, long toUs) {

    /** Its part in a window; of no length where there is none. */
    Stretch within(Window window) {
        return new Stretch(
                Math.clamp(window.startUs(), fromUs, toUs),
                Math.clamp(window.endUs(), fromUs, toUs));
    }

    long lengthUs() {
        return toUs - fromUs;
    }
}
