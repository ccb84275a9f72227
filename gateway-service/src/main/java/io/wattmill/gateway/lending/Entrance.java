// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lending;

import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.gateway.admission.Admission;
import io.wattmill.gateway.admission.Admission.Outcome;
import io.wattmill.gateway.admission.Ask;
import io.wattmill.kit.telemetry.Limits;

import java.util.function.Consumer;

/** Lets requests in. For any event loop. */
public final class Entrance {

    private final Admission admission;
    private final MeterRegistry metrics;

    /** The way in that {@code admission} watches. */
    public Entrance(Admission admission, MeterRegistry metrics) {
        this.admission = admission;
        this.metrics = metrics;
    }

    /**
     * Decides on a request. {@code then} is called once, on the calling event loop: before this
     * returns, unless a lease has to be waited for. By then the caller may have left; its ticket
     * must be closed all the same.
     */
    public void admit(Ask ask, Consumer<Outcome> then) {
        Outcome outcome = admission.admit(ask);
        if (outcome instanceof Outcome.Refused refused) {
            Limits.hit(metrics, refused.limit());
        }
        then.accept(outcome);
    }
}
